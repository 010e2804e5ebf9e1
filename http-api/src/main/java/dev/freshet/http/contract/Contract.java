// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of an API document, and what their requests must look like. */
public final class Contract {
  private final Map<String, Operation> byId;
  private final PathIndex paths;

  private Contract(Map<String, Operation> byId) {
    this.byId = Map.copyOf(byId);
    this.paths = new PathIndex(byId.values());
  }

  /**
   * Compiles a document.
   *
   * @throws IllegalArgumentException if it is faulty; names the place
   */
  public static Contract of(JsonObject document) {
    return new Contract(new ContractReader(document).operations());
  }

  /** All operation ids. */
  public Set<String> ids() {
    return byId.keySet();
  }

  /**
   * An operation by its id.
   *
   * @throws IllegalArgumentException if there is none; names the nearest
   */
  public Operation operation(String id) {
    Operation found = byId.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "operation %s: not in the API document, nearest %s"
              .formatted(id, NearestName.among(byId.keySet(), id).orElse("none")));
    }
    return found;
  }

  /** Which operation a request means; a path that is not encoded right is a problem. */
  public PathIndex.Match find(String method, String path) {
    try {
      return paths.find(method, path);
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(
          HttpCode.MALFORMED_REQUEST,
          "path: found a % that no two hex digits follow, expected %25");
    }
  }

  /** The parameters of a request, all checked. */
  public static Arguments arguments(
      Operation operation, List<String> path, MultiMap query, MultiMap headers) {
    return new ParameterReader(operation).read(path, query, headers);
  }

  /** Refuses a request that takes none of the types its operation answers with. */
  public static void checkAccept(Operation operation, @Nullable String accept) {
    if (accept != null
        && !operation.produces().isEmpty()
        && !MediaRanges.of(accept).acceptAny(operation.produces())) {
      throw ProblemException.of(
          HttpCode.NOT_ACCEPTABLE,
          "header Accept: found %s, expected one that takes %s"
              .formatted(accept, String.join(" or ", operation.produces())));
    }
  }
}

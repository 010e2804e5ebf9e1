// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.CommandFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Which regions the registered services load. Stateless; blocks as {@link Api} does. */
public final class LoadedRegions {
  private LoadedRegions() {}

  /**
   * The names of the regions, as a coordinator knows them.
   *
   * @param url of its API
   * @throws dev.freshet.cli.UsageFailure if {@code url} is none
   * @throws CommandFailure if no coordinator answers there
   */
  public static Set<String> at(String url) throws InterruptedException {
    try {
      JsonNode capabilities = new Api(url).get("/api/v1/capabilities", Duration.ZERO);
      Set<String> regions = new HashSet<>();
      capabilities.path("loads").forEach(load -> regions.add(load.path("region").asText()));
      return regions;
    } catch (ApiProblem problem) {
      throw new CommandFailure("--url: " + problem.getMessage(), problem);
    }
  }
}

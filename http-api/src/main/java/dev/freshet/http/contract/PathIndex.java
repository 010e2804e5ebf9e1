// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which operation a method and a path mean. The path with more given characters wins. */
public final class PathIndex {

  /** What a request means. */
  public sealed interface Match {}

  /**
   * An operation.
   *
   * @param path the decoded values of the holes in their order
   */
  public record Found(Operation operation, List<String> path) implements Match {}

  /** A known path without this method. */
  public record WrongMethod(String template, SortedSet<String> allowed) implements Match {}

  /** No known path; with the nearest, if one is near. */
  public record Unknown(Optional<String> nearest) implements Match {}

  private record Entry(PathTemplate template, Map<String, Operation> byMethod) {}

  private final Map<String, Entry> literal = new HashMap<>();
  private final List<Entry> holed;

  PathIndex(Collection<Operation> operations) {
    Map<String, Entry> entries = new HashMap<>();
    for (Operation operation : operations) {
      entries
          .computeIfAbsent(
              operation.template().toString(),
              path -> new Entry(operation.template(), new HashMap<>()))
          .byMethod()
          .put(operation.method(), operation);
    }
    entries.values().stream()
        .filter(entry -> entry.template().isLiteral())
        .forEach(entry -> literal.put(entry.template().toString(), entry));
    holed =
        entries.values().stream()
            .filter(entry -> !entry.template().isLiteral())
            .sorted(
                Comparator.comparingInt((Entry entry) -> -entry.template().literalLength())
                    .thenComparing(entry -> entry.template().toString()))
            .toList();
  }

  /**
   * Finds the operation.
   *
   * @param path as sent, without query
   * @throws IllegalArgumentException if a value in the path is not percent-encoded
   */
  public Match find(String method, String path) {
    Entry exact = literal.get(path);
    if (exact != null) {
      return inside(exact, method, List.of());
    }
    for (Entry entry : holed) {
      Optional<List<String>> values = entry.template().match(path);
      if (values.isPresent()) {
        return inside(entry, method, values.get());
      }
    }
    return new Unknown(nearest(path));
  }

  /** A path that answers GET answers HEAD. */
  private static Match inside(Entry entry, String method, List<String> values) {
    Operation operation = entry.byMethod().get(method);
    if (operation == null && method.equals("HEAD")) {
      operation = entry.byMethod().get("GET");
    }
    if (operation != null) {
      return new Found(operation, values);
    }
    SortedSet<String> allowed = new TreeSet<>(entry.byMethod().keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    return new WrongMethod(entry.template().toString(), allowed);
  }

  private Optional<String> nearest(String path) {
    TreeSet<String> known = new TreeSet<>(literal.keySet());
    holed.forEach(entry -> known.add(entry.template().toString()));
    return NearestName.among(known, path);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bench publishes. Immutable.
 *
 * @param facts how and where was measured, by name
 * @param outcomes one for each profile, in their order
 */
record BenchReport(Map<String, String> facts, List<Outcome> outcomes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  BenchReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether all profiles went as they should. */
  boolean isGood() {
    return outcomes.stream().allMatch(Outcome::isGood);
  }

  /** For people, in lines. */
  List<String> text() {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      lines.add("%s: %s".formatted(outcome.profile().name(), asked(outcome)));
      outcome.figures().forEach(figure -> lines.add("  " + text(figure)));
      outcome.problems().forEach(problem -> lines.add("  [-] " + problem));
    }
    lines.add(isGood() ? "OK: no stale read, no event lost" : "FAILED: see [-] above");
    return lines;
  }

  private static String text(Outcome.Figure figure) {
    return "%-38s %s %s"
        .formatted(figure.metric(), figure.value().toPlainString(), figure.unit())
        .stripTrailing();
  }

  private static String asked(Outcome outcome) {
    Load load = outcome.load();
    return "%,d events and %,.0f reads a second for %d s, %d nodes, values of %,d B, loads of %d ms"
        .formatted(
            load.eventsPerSecond(),
            outcome.profile().readsPerSecond(load.eventsPerSecond()),
            load.duration().toSeconds(),
            load.nodes(),
            load.valueBytes(),
            load.loadTime().toMillis());
  }

  /** All of it as one object, in one line. */
  String json() {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.put("good", isGood());
    all.put("profiles", outcomes.stream().map(BenchReport::tree).toList());
    return write(all);
  }

  private static Map<String, Object> tree(Outcome outcome) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("profile", outcome.profile().name());
    tree.put("eventsPerSecond", outcome.load().eventsPerSecond());
    tree.put("seconds", outcome.load().duration().toSeconds());
    tree.put("nodes", outcome.load().nodes());
    outcome.figures().forEach(figure -> tree.put(figure.key(), figure.value()));
    tree.put("problems", outcome.problems());
    return tree;
  }

  /** One object for each figure, as the project's benchmarks write them. */
  String figures() {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (Outcome.Figure figure : outcome.figures()) {
        lines.add(write(object(outcome.profile().name(), figure)));
      }
    }
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static Map<String, @Nullable Object> object(String profile, Outcome.Figure figure) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("suite", "bench");
    object.put("subject", profile);
    object.put("metric", figure.metric());
    object.put("value", figure.value());
    object.put("unit", figure.unit());
    object.put("reference", null);
    object.put("ratio", null);
    object.put("repeats", 1);
    object.put("min", figure.value());
    object.put("max", figure.value());
    return object;
  }

  private static String write(Map<String, ?> tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("bench: found figures without a JSON form: " + tree, e);
    }
  }

  /** Tables, with what went wrong above them. */
  String markdown() {
    List<String> lines = new ArrayList<>(List.of("# freshet bench", ""));
    facts.forEach((name, value) -> lines.add("- " + name + ": " + value));
    for (Outcome outcome : outcomes) {
      lines.addAll(List.of("", "## " + outcome.profile().name(), ""));
      lines.add(outcome.profile().about() + ": " + asked(outcome));
      lines.add("");
      outcome.problems().forEach(problem -> lines.add("- **" + problem + "**"));
      if (!outcome.isGood()) {
        lines.add("");
      }
      lines.add("| metric | value |");
      lines.add("|---|---:|");
      for (Outcome.Figure figure : outcome.figures()) {
        String value = (figure.value().toPlainString() + " " + figure.unit()).strip();
        lines.add("| %s | %s |".formatted(figure.metric(), value));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}

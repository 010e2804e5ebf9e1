// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.worker.FreshetNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The meters that docs/cache.md lists are those that a node has, by their names in Prometheus. Of
 * those of Resilience4j the page names one, and the others as a group.
 */
class DocumentedMetersTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern SAMPLE = Pattern.compile("^# TYPE (\\w+)", Pattern.MULTILINE);
  private static final Pattern ROW = Pattern.compile("^\\| (`[a-z].*?) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

  @Test
  void shouldListWhatANodeMeasures() throws IOException {
    Set<String> documented = documented();

    Set<String> measured = measured();
    measured.removeIf(name -> name.startsWith("resilience4j") && !documented.contains(name));

    assertEquals(measured, documented);
  }

  private static Set<String> documented() throws IOException {
    String page = Files.readString(DOCS.resolve("cache.md"));
    String section = page.substring(page.indexOf("## Meters"), page.indexOf("## Every setting"));
    return ROW.matcher(section)
        .results()
        .map(row -> row.group(1))
        .flatMap(names -> NAME.matcher(names).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Meters are there from the start, servers are not needed. */
  private static Set<String> measured() throws IOException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var rules = RuleFiles.read(DOCS.resolve("first-region"));
    try (FreshetNode node =
        FreshetNode.builder("measured-1")
            .kafka("127.0.0.1:1")
            .registry("http://127.0.0.1:1")
            .redis("redis://127.0.0.1:1")
            .regions(RuleBook.compile(rules).orThrow().regions())
            .meters(meters)
            .start()) {
      var unused = node.region("first:profile", String.class);
      return SAMPLE
          .matcher(meters.scrape())
          .results()
          .map(type -> type.group(1).replaceFirst("_max$", "")) // of a timer
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cli.watch.Lookout;
import dev.freshet.cli.watch.Sighting;
import dev.freshet.cli.watch.Wanted;
import dev.freshet.events.state.Start;
import dev.freshet.events.state.StateEventJson;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code freshet watch}. */
@Command(
    name = "watch",
    header = "Follows the invalidation commands and the reports about caches.",
    description = {""},
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet watch --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081",
      "  freshet watch --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --from-beginning --max 20 -o json",
      "  freshet watch --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --kind NodeLost,AlertRaised",
      ""
    })
final class WatchCommand implements Callable<Integer> {

  /** How records are shown. */
  enum Output {
    TEXT,
    JSON
  }

  @Mixin private final Connection connection = new Connection();

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent API.")
  private @Nullable String registry;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json for one object a line; default ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  @Option(names = "--from-beginning", description = "Begin with what is stored already.")
  private boolean fromBeginning;

  @Option(names = "--markers", description = "Show progress markers too.")
  private boolean markers;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Show these kinds only: command, marker, or kinds of reports such as NodeLost.")
  private Set<String> kinds = Set.of();

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description = "Show what is about this subject or target only; * at the end for any rest.")
  private @Nullable String subject;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Begin with the reports behind one, and show no commands.")
  private @Nullable String after;

  @Option(names = "--max", paramLabel = "N", description = "End after so many lines.")
  private long max = Long.MAX_VALUE;

  @Override
  public Integer call() throws Exception {
    if (registry == null) {
      throw new UsageFailure(
          "--registry: found none, expected the URL of the schema registry: commands are Avro");
    }
    Wanted wanted = wanted();
    Start start = start();
    Reach.kafka(connection.bootstrap());
    Topics topics = new Topics(connection.environment());
    try (Lookout lookout = Lookout.open(connection.bootstrap(), registry, topics, wanted, start)) {
      System.err.println("watching " + String.join(" and ", lookout.topics()));
      long shown = 0;
      while (shown < max) {
        shown += show(lookout.poll(), max - shown);
      }
      return 0;
    }
  }

  private Wanted wanted() {
    try {
      return Wanted.of(kinds, subject, markers, after == null);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--kind: " + e.getMessage());
    }
  }

  private Start start() {
    if (after == null) {
      return fromBeginning ? Start.earliest() : Start.latest();
    }
    if (fromBeginning) {
      throw new UsageFailure("--after: found --from-beginning too, expected one of them");
    }
    try {
      return Start.after(StreamCursor.parse(after));
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--after: " + e.getMessage());
    }
  }

  private long show(List<Sighting> seen, long most) {
    List<Sighting> shown = seen.stream().limit(most).toList();
    for (Sighting one : shown) {
      System.out.println(output == Output.JSON ? StateEventJson.text(one.tree()) : one.toLine());
    }
    System.out.flush();
    return shown.size();
  }
}

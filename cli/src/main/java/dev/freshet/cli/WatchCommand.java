// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.watch.Sighting;
import dev.freshet.cli.watch.TopicTail;
import dev.freshet.events.topics.Topics;
import java.util.List;
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

  @Option(names = "--max", paramLabel = "N", description = "End after so many lines.")
  private long max = Long.MAX_VALUE;

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws Exception {
    if (registry == null) {
      throw new UsageFailure(
          "--registry: found none, expected the URL of the schema registry: commands are Avro");
    }
    Reach.kafka(connection.bootstrap());
    Topics topics = new Topics(connection.environment());
    List<String> watched = List.of(topics.commands(), topics.cacheState());
    try (TopicTail tail =
        TopicTail.open(connection.bootstrap(), registry, watched, fromBeginning)) {
      System.err.println("watching " + String.join(" and ", watched));
      long shown = 0;
      while (shown < max) {
        shown += show(tail.poll(), max - shown);
      }
      return 0;
    }
  }

  private long show(List<Sighting> seen, long most) throws JsonProcessingException {
    List<Sighting> wanted =
        seen.stream().filter(one -> markers || !one.isMarker()).limit(most).toList();
    for (Sighting one : wanted) {
      System.out.println(
          output == Output.JSON ? json.writeValueAsString(one.toMap()) : one.toLine());
    }
    System.out.flush();
    return wanted.size();
  }
}

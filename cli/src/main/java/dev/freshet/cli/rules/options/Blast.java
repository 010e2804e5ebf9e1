// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.cli.Screen;
import dev.freshet.coordinator.replay.EventReplay;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.replay.BlastLimit;
import dev.freshet.rules.replay.BlastRadius;
import dev.freshet.rules.replay.Replay;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Replays what happened through two rule books, as the options say. */
public final class Blast {
  private static final int EVENTS_PER_TICK = 10_000;

  @Option(
      names = "--replay",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "Replay the events of so long, such as 24h, through the rules in force and the new"
              + " ones; 0 for none.")
  private @Nullable Duration replay;

  @Option(
      names = "--source-topic",
      paramLabel = "TOPIC",
      description = "A topic with events besides that of the environment; repeatable.")
  private List<String> sourceTopics = List.of();

  /**
   * What new rules would have done; null if no replay is wanted.
   *
   * @param byDefault how much to replay if nothing is said
   */
  public @Nullable BlastRadius of(
      Live live, RuleBook before, RuleBook after, Duration byDefault, PrintWriter err) {
    Duration span = replay == null ? byDefault : replay;
    if (span.isZero()) {
      return null;
    }
    Replay both = new Replay(before, after);
    Screen screen = Screen.ofSystem();
    long[] events = {0};
    try (EventReplay topics =
        EventReplay.connect(Map.of("bootstrap.servers", live.bootstrap()), live.registryUrl())) {
      EventReplay.Summary read =
          topics.read(
              topics(live),
              Instant.now().minus(span),
              (storedAt, event) -> {
                both.accept(storedAt, event);
                if (++events[0] % EVENTS_PER_TICK == 0) {
                  screen.status("replayed %,d events".formatted(events[0]));
                }
              });
      read.problems().forEach(problem -> err.println("not replayed: " + problem));
    }
    return both.blastRadius();
  }

  private List<String> topics(Live live) {
    List<String> all = new ArrayList<>(List.of(live.topics().events()));
    all.addAll(sourceTopics);
    return all;
  }

  /** Why new rules are above the limit; empty if they are not. */
  public static List<String> tooWide(@Nullable BlastRadius radius) {
    return radius == null ? List.of() : radius.exceeds(BlastLimit.DEFAULT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Reach;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.RecordPlace;
import dev.freshet.cli.rules.options.TimeSpan;
import dev.freshet.coordinator.replay.EventReplay;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.cases.CaseWriter;
import dev.freshet.rules.schema.EventTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet rules capture}. */
@Command(
    name = "capture",
    header = "Makes tests of events that happened: they expect what rules say today.",
    description = {
      "",
      "Takes events of as many kinds as it can: one of each type about which the",
      "rules say the same, then a second of each. Values of fields that are called",
      "password, token, card and the like are masked. Look at what the tests expect",
      "before you keep them.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules capture --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --type 'order.*' \\",
      "      --rules my-rules -O my-rules/captured.test.yaml",
      "  freshet rules capture --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --at freshet.events:0:42",
      "",
      "Exit codes: 0 written, 1 found no event, 2 could not run.",
      ""
    })
final class RulesCaptureCommand implements Callable<Integer> {
  private static final int NOTHING_FOUND = 1;
  private static final int MOST = 1_000;
  private static final String SUFFIX = ".test.yaml";
  private static final String ANY = "*";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rules",
      paramLabel = "PATH",
      description = "Rule files; repeatable; default those in force.")
  private List<Path> paths = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = TimeSpan.class,
      description = "Of how long the events are; default ${DEFAULT-VALUE}.")
  private Duration since = Duration.ZERO;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Events of this type alone, or with * at its end of all that begin so;" + " repeatable.")
  private List<String> types = List.of();

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many events at most; default ${DEFAULT-VALUE}.")
  private int max;

  @Option(
      names = "--source-topic",
      paramLabel = "TOPIC",
      description = "A topic with events besides that of the environment; repeatable.")
  private List<String> sourceTopics = List.of();

  @Option(
      names = "--at",
      paramLabel = "TOPIC:PARTITION:OFFSET",
      converter = RecordPlace.class,
      description = "The event that stands there, instead of those of a time; repeatable.")
  private List<RecordAddress> places = List.of();

  @Option(
      names = {"-O", "--out"},
      paramLabel = "FILE",
      description = "Where to, instead of standard output; never overwritten.")
  private @Nullable Path file;

  @Mixin private final Live live = new Live();

  @Override
  public Integer call() throws Exception {
    if (max < 1 || max > MOST) {
      throw new UsageFailure("--max: found " + max + ", expected 1 to " + MOST);
    }
    requireNew();
    live.registryUrl();
    Reach.kafka(live.bootstrap());
    RuleBook book = RuleInputs.book(paths, live, EventTypes.NONE);
    CoveringSample sample = new CoveringSample(max, book::match);
    read(sample);
    return sample.events().isEmpty() ? nothing() : write(sample, book);
  }

  /** Said before anything is read. */
  private void requireNew() {
    if (file != null && !file.toString().endsWith(SUFFIX)) {
      throw new UsageFailure("--out: found " + file + ", expected a name that ends in " + SUFFIX);
    }
    if (file != null && Files.exists(file)) {
      throw existing(file);
    }
  }

  private static UsageFailure existing(Path file) {
    return new UsageFailure("--out: " + file + ": found a file, expected none");
  }

  private void read(CoveringSample sample) {
    BiConsumer<Instant, DomainEvent> sink =
        (storedAt, event) -> {
          if (isWanted(event.type())) {
            sample.offer(event);
          }
        };
    try (EventReplay events =
        EventReplay.connect(Map.of("bootstrap.servers", live.bootstrap()), live.registryUrl())) {
      if (places.isEmpty()) {
        report(events.read(topics(), Instant.now().minus(since), sink));
      } else {
        places.forEach(place -> report(events.readOne(place, sink)));
      }
    }
  }

  private boolean isWanted(String type) {
    return types.isEmpty()
        || types.stream()
            .anyMatch(
                wanted ->
                    wanted.endsWith(ANY)
                        ? type.startsWith(wanted.substring(0, wanted.length() - ANY.length()))
                        : type.equals(wanted));
  }

  private List<String> topics() {
    List<String> all = new ArrayList<>(List.of(live.topics().events()));
    all.addAll(sourceTopics);
    return all;
  }

  private void report(EventReplay.Summary summary) {
    PrintWriter err = spec.commandLine().getErr();
    summary.problems().forEach(problem -> err.println("not captured: " + problem));
  }

  private int nothing() {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": found no event");
    return NOTHING_FOUND;
  }

  private int write(CoveringSample sample, RuleBook book) throws IOException {
    String text = CaseWriter.write(sample.events(), book);
    if (file == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
    } else {
      try {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        throw existing(file);
      }
    }
    spec.commandLine().getErr().println(summary(sample));
    return 0;
  }

  private static String summary(CoveringSample sample) {
    String chosen =
        "took %,d of %s, kinds of events: %,d"
            .formatted(
                sample.events().size(),
                sample.seen() == 1 ? "1 event" : "%,d events".formatted(sample.seen()),
                sample.kinds());
    return sample.kindsLeftOut() == 0
        ? chosen
        : chosen + "; --max leaves out " + sample.kindsLeftOut() + " more";
  }
}

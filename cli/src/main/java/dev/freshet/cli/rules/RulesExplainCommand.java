// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.Reach;
import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.OutputFormat;
import dev.freshet.cli.rules.options.RecordPlace;
import dev.freshet.cli.rules.options.Schemas;
import dev.freshet.cli.rules.options.StandardInput;
import dev.freshet.coordinator.replay.EventReplay;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.explain.ExplainJson;
import dev.freshet.rules.explain.ExplainText;
import dev.freshet.rules.explain.Explanation;
import dev.freshet.rules.report.IssuePages;
import dev.freshet.rules.sample.EventFile;
import dev.freshet.rules.sample.WireTypes;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules explain}. */
@Command(
    name = "explain",
    header = "Says of each rule why it matches an event or not; or what a code means.",
    description = {
      "",
      "Rules come from files, or without --rules from the running Freshet. The event",
      "comes from a file (CloudEvents as JSON or YAML), or from a topic. Values of",
      "fields that are called password, token, card and the like are not shown.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules explain --rules my-rules --event event.json",
      "  freshet rules explain --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --from freshet.events:0:42 -o json",
      "  freshet rules explain R021   the page of a code",
      "",
      "Exit codes: 0 a rule matches, 1 none does, 2 a rule failed or could not run.",
      ""
    })
final class RulesExplainCommand implements Callable<Integer> {
  private static final int NOTHING_MATCHES = 1;
  private static final int TROUBLE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "CODE", description = "A code such as R021.")
  private @Nullable String code;

  @Option(names = "--rules", paramLabel = "PATH", description = "Rule files; repeatable.")
  private List<Path> paths = List.of();

  @Option(names = "--event", paramLabel = "FILE", description = "Events, - for standard input.")
  private @Nullable String event;

  @Option(
      names = "--from",
      paramLabel = "TOPIC:PARTITION:OFFSET",
      description = "An event as it stands in a topic.")
  private @Nullable String from;

  @Option(
      names = "--rule",
      paramLabel = "ID",
      description = "Only this rule, by its id or as set/id.")
  private @Nullable String rule;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the event was stored, for rules that expire; default now.")
  private @Nullable Instant at;

  @Option(names = "--all", description = "Show the rules for other events too.")
  private boolean all;

  @Option(names = "--predicates", description = "Show every part of each condition.")
  private boolean predicates;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default ${DEFAULT-VALUE}.")
  private OutputFormat output = OutputFormat.TEXT;

  @Mixin private final Live live = new Live();
  @Mixin private final Schemas schemas = new Schemas();

  /** An event and when it was stored. */
  private record Stored(DomainEvent event, Instant at) {}

  @Override
  public Integer call() throws Exception {
    if (code != null) {
      return page(code);
    }
    if ((event == null) == (from == null)) {
      throw new UsageFailure("found neither or both of --event and --from, expected one");
    }
    EventTypes types = schemas.read(paths, live.registry(), spec.commandLine().getErr());
    List<Stored> events = event == null ? fromTopic(String.valueOf(from)) : fromFile(event, types);
    RuleBook book = RuleInputs.book(paths, live, types);
    return explain(events.stream().map(one -> only(book.explain(one.event(), one.at()))).toList());
  }

  private int page(String number) {
    IssueCode found = IssueCode.of(number.toUpperCase(Locale.ROOT));
    if (found == null) {
      throw new UsageFailure("CODE: found " + number + ", expected one such as R021");
    }
    spec.commandLine().getOut().print(IssuePages.page(found).text());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Explanation only(Explanation explanation) {
    if (rule == null) {
      return explanation;
    }
    Explanation one = explanation.only(rule);
    if (one.rules().isEmpty()) {
      throw new UsageFailure("--rule: found no rule " + rule + ", expected an id or set/id");
    }
    return one;
  }

  private int explain(List<Explanation> explanations) {
    PrintWriter out = spec.commandLine().getOut();
    if (output == OutputFormat.JSON) {
      boolean single = explanations.size() == 1;
      out.println(
          single
              ? ExplainJson.render(explanations.get(0), all)
              : ExplainJson.render(explanations, all));
    } else {
      ExplainText.Detail detail = new ExplainText.Detail(all, predicates);
      explanations.forEach(explanation -> out.print(ExplainText.render(explanation, detail)));
    }
    out.flush();
    if (explanations.stream().anyMatch(Explanation::failed)) {
      return TROUBLE;
    }
    return explanations.stream().anyMatch(Explanation::matched) ? 0 : NOTHING_MATCHES;
  }

  private List<Stored> fromFile(String name, EventTypes types) {
    try {
      RuleSource source =
          name.equals(StandardInput.PATH)
              ? StandardInput.read()
              : new RuleSource(name, name, 0, RuleFiles.readText(Path.of(name)));
      Instant stored = at == null ? Instant.now() : at;
      return EventFile.read(source.file(), source.text()).stream()
          .map(one -> new Stored(WireTypes.apply(one, types), stored))
          .toList();
    } catch (IOException e) {
      throw new UsageFailure("--event: " + Trouble.line(e));
    }
  }

  private List<Stored> fromTopic(String place) throws InterruptedException {
    RecordAddress address = RecordPlace.parse(place);
    if (address == null) {
      throw new UsageFailure("--from: found " + place + ", expected TOPIC:PARTITION:OFFSET");
    }
    String registry = live.registryUrl();
    Reach.kafka(live.bootstrap());
    List<Stored> found = new ArrayList<>();
    try (EventReplay events =
        EventReplay.connect(Map.of("bootstrap.servers", live.bootstrap()), registry)) {
      events.readOne(
          address, (storedAt, one) -> found.add(new Stored(one, at == null ? storedAt : at)));
    }
    if (found.isEmpty()) {
      throw new CommandFailure("--from: found no event at " + place);
    }
    return found;
  }
}

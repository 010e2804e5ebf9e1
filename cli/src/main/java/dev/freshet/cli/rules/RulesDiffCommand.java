// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.freshet.cli.Reach;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Blast;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.OutputFormat;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.proposal.Sides;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.replay.BlastRadius;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freshet rules diff}. */
@Command(
    name = "diff",
    header = "Shows what rule files mean differently, and what that would have done.",
    description = {
      "",
      "Compares rules, regions and jobs by their names: layout and order do not",
      "count. Without --against the files are compared with the rules in force.",
      "With --replay the retained events go through both.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules diff my-rules --against main/my-rules",
      "  freshet rules diff my-rules --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --replay 24h",
      "",
      "Exit codes: 0 no difference, 1 differences, 2 could not run.",
      ""
    })
final class RulesDiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Rule files, or directories.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "PATH",
      description = "Compare with these rule files: sets that are only there count as removed.")
  private List<Path> against = new ArrayList<>();

  @Option(names = "--live", description = "Compare with the rules in force; the default.")
  private boolean inForce;

  @Option(
      names = "--rev",
      paramLabel = "N",
      description = "Compare with this revision; for files of one rule set.")
  private @Nullable Long revision;

  @Mixin private final Live live = new Live();
  @Mixin private final Blast blast = new Blast();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; default ${DEFAULT-VALUE}.")
  private OutputFormat output = OutputFormat.TEXT;

  @Override
  public Integer call() throws Exception {
    Sides sides = sides();
    RuleDiff diff = sides.diff();
    BlastRadius radius =
        blast.of(live, sides.before().book(), sides.after().book(), Duration.ZERO, err());
    boolean asJson = output == OutputFormat.JSON;
    spec.commandLine().getOut().print(asJson ? json(diff, radius) : text(diff, radius));
    spec.commandLine().getOut().flush();
    return diff.isEmpty() ? 0 : 1;
  }

  private Sides sides() throws IOException, InterruptedException {
    List<RuleSource> files = read(paths);
    if (against.isEmpty()) {
      return Sides.over(running(files), files);
    }
    if (inForce || revision != null) {
      throw new UsageFailure(
          "--against: found it beside --live or --rev, expected one thing to compare with");
    }
    if (live.isGiven()) {
      Reach.kafka(live.bootstrap());
    }
    return Sides.whole(read(against), files);
  }

  private static List<RuleSource> read(List<Path> paths) throws IOException {
    List<RuleSource> sources = new ArrayList<>();
    for (Path path : paths) {
      sources.addAll(RuleFiles.read(path));
    }
    return sources;
  }

  /** The sets in force, the one of the files in an earlier revision if that is asked for. */
  private List<RuleSource> running(List<RuleSource> files) throws InterruptedException {
    try (RuleSetPublisher rules = live.open()) {
      List<RuleSource> current =
          new ArrayList<>(rules.current().stream().map(Revisions::source).toList());
      if (revision != null) {
        RuleSource earlier = Revisions.source(earlier(rules, files, revision));
        current.removeIf(source -> source.name().equals(earlier.name()));
        current.add(earlier);
      }
      return current;
    }
  }

  private static RuleSetRevision earlier(
      RuleSetPublisher rules, List<RuleSource> files, long revision) {
    if (files.size() != 1) {
      throw new UsageFailure(
          "--rev: found "
              + files.size()
              + " rule sets, expected the file of one: each set has revisions of its own");
    }
    String name = files.get(0).name();
    return rules
        .get(name, revision)
        .filter(found -> !found.getRemoved())
        .orElseThrow(
            () -> new UsageFailure("--rev: rule set " + name + " has no revision " + revision));
  }

  private static String text(RuleDiff diff, @Nullable BlastRadius radius) {
    StringBuilder out = new StringBuilder(diff.toText());
    if (radius != null) {
      out.append('\n').append(radius.toText());
    }
    Blast.tooWide(radius).forEach(reason -> out.append("above the limit: " + reason + "\n"));
    return out.toString();
  }

  /** One object in a line. */
  private static String json(RuleDiff diff, @Nullable BlastRadius radius) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putRawValue("diff", new RawValue(diff.toJson()));
    if (radius != null) {
      root.putRawValue("blastRadius", new RawValue(radius.toJson()));
      Blast.tooWide(radius).forEach(root.putArray("aboveLimit")::add);
    }
    return root + "\n";
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}

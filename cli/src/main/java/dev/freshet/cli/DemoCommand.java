// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.demo.Demo;
import dev.freshet.cli.demo.DemoSettings;
import dev.freshet.cli.demo.DemoSummary;
import dev.freshet.cli.demo.purge.PriceRules;
import dev.freshet.cli.demo.purge.PurgeOutcome;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.cli.local.StackSettings;
import dev.freshet.rules.RuleSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freshet demo}. */
@Command(
    name = "demo",
    header = "Shows events making cached values stale, and checks every key.",
    description = {
      "",
      "Starts Kafka, a schema registry, Redis, a coordinator and two nodes with",
      "filled caches, publishes events, and compares every key on every node with",
      "what a table that knows nothing of the rules says. Then one command purges",
      "thousands of keys, and a warm-up job has the busiest of them back. Leaves",
      "nothing behind.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet demo             goes on until Ctrl-C",
      "  freshet demo --once      one run: exit code 0, or 1 and the wrong key",
      "  freshet demo --once --json | tail -1",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  private static final int WRONG_KEYS_SHOWN = 10;

  @Option(names = "--once", description = "Verify, print a summary and exit.")
  private boolean once;

  @Option(names = "--json", description = "Print the summary as one JSON object on the last line.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Screen screen = Screen.ofSystem();
    DemoSettings settings = DemoSettings.standard();
    screen.status("starting Kafka, registry, Redis, coordinator");
    long startNanos = System.nanoTime();
    try (LocalStack stack = LocalStack.start(StackSettings.temporary(rules(settings)));
        Demo demo = new Demo(settings, stack, screen)) {
      screen.line(
          "started      Kafka, registry, Redis, coordinator in %.1f s"
              .formatted((System.nanoTime() - startNanos) / 1e9));
      DemoSummary summary = demo.run();
      PurgeOutcome purge = demo.purge();
      print(screen, summary, purge);
      boolean isRight = summary.isRight() && purge.problem().isEmpty();
      if (!once && isRight) {
        screen.line("going on until Ctrl-C");
        demo.goOn();
      }
      return isRight ? 0 : 1;
    }
  }

  private static List<RuleSource> rules(DemoSettings settings) {
    return Stream.concat(settings.rules().stream(), Stream.of(PriceRules.source())).toList();
  }

  private void print(Screen screen, DemoSummary summary, PurgeOutcome purge)
      throws JsonProcessingException {
    screen.line("");
    summary.toTable().lines().forEach(screen::line);
    purge.toTable().lines().forEach(screen::line);
    screen.line("");
    purge.problem().ifPresent(screen::line);
    summary.wrong().stream().limit(WRONG_KEYS_SHOWN).forEach(screen::line);
    if (summary.wrong().size() > WRONG_KEYS_SHOWN) {
      screen.line("and %,d more".formatted(summary.wrong().size() - WRONG_KEYS_SHOWN));
    }
    screen.line(verdict(summary, purge));
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(summary.toMap());
      all.putAll(purge.toMap());
      screen.line(new ObjectMapper().writeValueAsString(all));
    }
  }

  private static String verdict(DemoSummary summary, PurgeOutcome purge) {
    if (!summary.isRight()) {
      return "FAILED: see the keys above";
    }
    return purge.problem().isPresent()
        ? "FAILED: see the purge above"
        : "OK: exactly the right keys went stale, on every node and level";
  }
}

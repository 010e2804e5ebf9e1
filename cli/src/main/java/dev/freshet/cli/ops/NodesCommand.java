// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.Screen;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freshet nodes}. */
@Command(
    name = "nodes",
    header = "Lists the members of the registry: nodes, coordinators, services.",
    description = {
      "",
      "STATE is what coordinators observe, REASON why it is so: a member is degraded",
      "if a condition of its own does not hold, suspect or gone if it is not heard.",
      "HEARD is how long ago its last heartbeat came, BEHIND how far the invalidations",
      "reach that it has applied, HIT RATE of all its regions since it started, MEMORY",
      "the share of its heap. With -o wide also: CIRCUIT before Redis, ZONE, VERSION,",
      "OWNER, CLOCK OFF from the broker's, RULES by revision, SINCE when it is so.",
      ""
    },
    subcommands = {NodesDrainCommand.class, NodesUndrainCommand.class},
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet nodes",
      "  freshet nodes --service payment-api --watch",
      "  freshet nodes --state degraded -o json",
      "  freshet nodes -o wide",
      "  freshet nodes drain payment-api/node-7 --reason 'new disk'",
      "",
      "Exit codes: 0 answered, 1 refused, 2 could not ask.",
      ""
    })
public final class NodesCommand extends OperatorCommand {
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

  @Option(names = "--service", paramLabel = "NAME", description = "Only those of a service.")
  private String service = "";

  @Option(
      names = "--state",
      paramLabel = "NAME",
      description = "Only those in a state: joining, up, degraded, draining, suspect, gone.")
  private String state = "";

  @Option(
      names = "--watch",
      description =
          "Look again and again, until Ctrl-C: on a terminal in place, else one look"
              + " below the other, as JSON a line for each.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between two looks of --watch; default ${DEFAULT-VALUE}.")
  private int everySeconds;

  @Option(names = "--times", paramLabel = "N", description = "End --watch after so many looks.")
  private long times = Long.MAX_VALUE;

  @Override
  protected int run(Api api) throws InterruptedException {
    if (!watch) {
      return super.run(api);
    }
    for (long look = 1; look <= times; look++) {
      if (look > 1) {
        TimeUnit.SECONDS.sleep(everySeconds);
      }
      look(api);
    }
    return 0;
  }

  /** A coordinator that restarts does not end the watching. */
  private void look(Api api) throws InterruptedException {
    try {
      JsonNode answer = ask(api);
      if (Screen.ofSystem().live()) {
        spec.commandLine().getOut().print(CLEAR_SCREEN);
      }
      printNext(answer, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    } catch (ApiProblem e) {
      if (e.isRefusal()) {
        throw e;
      }
      missed(e);
    } catch (CommandFailure e) {
      missed(e);
    }
  }

  private void missed(RuntimeException problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(problem.getMessage());
    err.flush();
  }

  @Override
  protected JsonNode ask(Api api) throws InterruptedException {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("service", service);
    asked.put("state", state);
    return api.pages("/api/v1/nodes", asked);
  }

  @Override
  protected void show(JsonNode answer, boolean wide, PrintWriter out) {
    Members.table(wide).print(answer.path("items"), out);
    if (answer.path("items").isEmpty()) {
      out.println("no member is registered");
    }
  }
}

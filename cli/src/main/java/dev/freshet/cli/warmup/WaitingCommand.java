// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Screen;
import dev.freshet.cli.ops.Api;
import dev.freshet.cli.ops.OperatorCommand;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Orders a run, and follows it if that is wanted. */
abstract class WaitingCommand extends OperatorCommand {
  private static final int FAILED = 1;

  @Mixin final RunOrder order = new RunOrder();

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "1h",
      paramLabel = "TIME",
      parameterConsumer = OptionalTime.class,
      description =
          "Follow the run until it has ended, for at most so long, such as 30s or 10m;"
              + " without a time, an hour.")
  private @Nullable Duration wait;

  /** What a dry run would do, for people. */
  abstract void showTrial(JsonNode answer, PrintWriter out);

  @Override
  protected final int run(Api api) throws InterruptedException {
    JsonNode ordered = ask(api);
    if (wait == null || order.isDry()) {
      print(ordered);
      return 0;
    }
    String path = RunPath.of(ordered.path("run").asText());
    // Beside the answer, which programs read.
    Screen screen = new Screen(System.err, Screen.ofSystem().live());
    JsonNode last =
        new RunFollower(
                () -> api.get(path, Duration.ZERO),
                time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()),
                System::nanoTime,
                new ProgressLines(screen, err()))
            .follow(ordered, wait);
    print(last);
    return code(last);
  }

  @Override
  protected final int code(JsonNode run) {
    Seen seen = Seen.of(run);
    if (!seen.hasEnded()) {
      return NOT_IN_TIME;
    }
    return seen.isGood() ? 0 : FAILED;
  }

  @Override
  protected final void show(JsonNode answer, boolean wide, PrintWriter out) {
    if (order.isDry()) {
      showTrial(answer, out);
      out.println("a dry run: nothing was started");
    } else {
      RunText.print(answer, out);
    }
  }
}

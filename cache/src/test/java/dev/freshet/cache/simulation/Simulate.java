// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.fence.Fences;
import java.io.Console;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The long run of the simulation, as a program; see {@code --help}. */
public final class Simulate {
  private static final int KEPT = 0;
  private static final int BROKEN = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      """
      Runs clusters of caches step by step and holds every read against the history of the source.

      usage: simulate [--schedules N] [--seed S] [--fence NAME]

        --schedules N   how many schedules to run, each with its own seed; default 1000000
        --seed S        the first seed; the others follow it; default 1
        --fence NAME    run a fence that is wrong on purpose, to see how it is found:
                        %s
        --help          this text

      A seed decides everything, so the same seed is the same schedule on every machine. The last
      line is schedules=N stale=M. Before it stands what happened how often and, if M is not 0, the
      first schedule that served a stale value, as short as it could be made, with its seed.

      exit: 0 nothing stale, 1 something stale, 2 wrong arguments

      examples:
        simulate --schedules 100000
        simulate --schedules 1 --seed 4711        one schedule again
        simulate --fence FORGETS_WITHOUT_A_FLOOR  what a failure looks like
      """
          .formatted(
              String.join(
                  "\n" + " ".repeat(24),
                  Arrays.stream(Fences.values()).map(Fences::name).toList()));

  private record Options(long schedules, long seed, Fences fence) {
    private static final Options DEFAULTS = new Options(1_000_000, 1, Fences.SOUND);

    Options with(String option, String value) {
      return switch (option) {
        case "--schedules" -> new Options(number(option, value, 1), seed, fence);
        case "--seed" -> new Options(schedules, number(option, value, Long.MIN_VALUE), fence);
        case "--fence" -> new Options(schedules, seed, fence(value));
        default ->
            throw new IllegalArgumentException(
                "found " + option + ", expected --schedules, --seed, --fence or --help");
      };
    }

    private static Fences fence(String name) {
      return Arrays.stream(Fences.values())
          .filter(each -> each.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "--fence: found '"
                          + name
                          + "', expected one of "
                          + Arrays.toString(Fences.values())));
    }

    private static long number(String option, String value, long least) {
      try {
        long number = Long.parseLong(value);
        if (number >= least) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            option + ": found '" + value + "', expected a whole number", e);
      }
      throw new IllegalArgumentException(option + ": found " + value + ", expected >= " + least);
    }
  }

  private Simulate() {}

  /** Runs the program. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err, System.console()));
  }

  static int run(List<String> args, PrintStream out, PrintStream err, @Nullable Console terminal) {
    if (args.contains("--help")) {
      out.print(HELP);
      return KEPT;
    }
    Options options;
    try {
      options = parse(args);
    } catch (IllegalArgumentException e) {
      err.println("simulate: " + e.getMessage());
      err.println("simulate --help says more");
      return USAGE;
    }
    return simulate(options, out, new Progress(err, terminal != null, options.schedules()));
  }

  private static Options parse(List<String> args) {
    Options options = Options.DEFAULTS;
    for (int i = 0; i < args.size(); i += 2) {
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(args.get(i) + ": expected a value behind it");
      }
      options = options.with(args.get(i), args.get(i + 1));
    }
    return options;
  }

  private static int simulate(Options options, PrintStream out, Progress progress) {
    try (Simulation simulation = new Simulation(options.fence())) {
      Simulation.Result result =
          simulation.run(
              options.seed(), options.schedules(), /* untilStale= */ false, progress::done);
      progress.end();
      out.print(simulation.coverage());
      result.firstStale().ifPresent(seed -> out.print(simulation.explain(seed)));
      out.println("schedules=" + result.schedules() + " stale=" + result.stale());
      return result.stale() == 0 ? KEPT : BROKEN;
    }
  }

  /** A bar that moves, where there is a terminal; else a line at every tenth. */
  private static final class Progress {
    private static final int BAR_WIDTH = 40;

    private final PrintStream to;
    private final boolean moves;
    private final long all;
    private final AtomicLong shown = new AtomicLong();
    private final long startNanos = System.nanoTime();

    Progress(PrintStream to, boolean moves, long all) {
      this.to = to;
      this.moves = moves;
      this.all = all;
    }

    /** Called by any thread. */
    void done(long schedules) {
      int parts = moves ? 200 : 10;
      long part = schedules * parts / all;
      if (part > shown.getAndAccumulate(part, Math::max)) {
        show(schedules);
      }
    }

    void end() {
      if (moves) {
        to.print("\r" + " ".repeat(BAR_WIDTH + 50) + "\r");
      }
    }

    private void show(long schedules) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      String rate =
          String.format("%,d of %,d, %,.0f/s", schedules, all, schedules / Math.max(seconds, 1e-3));
      if (moves) {
        int full = (int) (schedules * BAR_WIDTH / all);
        to.printf("\r[%s%s] %s ", "#".repeat(full), "-".repeat(BAR_WIDTH - full), rate);
      } else {
        to.println(rate);
      }
    }
  }
}

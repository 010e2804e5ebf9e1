// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One JMH benchmark method with its parameters: reads time and allocation of one call, in a JVM of
 * its own each time.
 *
 * @param owner the class of the method
 * @param method annotated with {@code @Benchmark}
 * @param parameters the value of each {@code @Param} of its state
 * @param threads how many call it at once
 */
public record Jmh(Class<?> owner, String method, Map<String, String> parameters, int threads) {

  /** The metric of time: nanoseconds that one call takes its thread. */
  public static final String TIME = "time";

  /** The metric of allocation: bytes that one call allocates. */
  public static final String ALLOCATION = "allocation";

  private static final String ALLOCATION_RESULT = "gc.alloc.rate.norm";
  private static final String HEAP = "1g";

  public Jmh {
    parameters = Map.copyOf(parameters);
  }

  /** In one thread. */
  public static Jmh of(Class<?> owner, String method, Map<String, String> parameters) {
    return new Jmh(owner, method, parameters, 1);
  }

  /** A claim on time without a budget. */
  public static Claim time() {
    return Claim.of(TIME, "ns/op");
  }

  /** A claim on allocation without a budget. */
  public static Claim allocation() {
    return Claim.of(ALLOCATION, "B/op");
  }

  /** Reads {@link #TIME} and {@link #ALLOCATION}. */
  public Trial.Measurement with(Effort effort) {
    return () -> {
      RunResult result = run(effort);
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATION_RESULT);
      if (allocated == null) {
        throw new IllegalStateException(
            "%s: found no %s, expected one from the JVM".formatted(this, ALLOCATION_RESULT));
      }
      return List.of(
          new Reading(TIME, result.getPrimaryResult().getScore()),
          new Reading(ALLOCATION, allocated.getScore()));
    };
  }

  private RunResult run(Effort effort) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + owner.getName().replace(".", "\\.") + "\\." + method + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(threads)
            .forks(effort.forks())
            .warmupIterations(1)
            .warmupTime(timeValue(effort.warmup()))
            .measurementIterations(effort.iterations())
            .measurementTime(timeValue(effort.iteration()))
            .jvmArgs("-Xms" + HEAP, "-Xmx" + HEAP)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    parameters.forEach(options::param);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream log = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      return new Runner(
              options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
          .runSingle();
    } catch (RunnerException e) {
      // The cause is in the other JVM: what it said is all there is.
      throw new IllegalStateException(this + ": " + said.toString(StandardCharsets.UTF_8), e);
    }
  }

  private static TimeValue timeValue(Duration duration) {
    return TimeValue.nanoseconds(duration.toNanos());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.util.List;

/**
 * A worker that warms takes at most 1.43 times as long as a writer that does nothing but fill Redis
 * by pipelines; what a whole run takes, planned and handed out through Kafka, is said beside it.
 * After a purge of many keys under load the hit rate is back at least twice as soon as if nobody
 * warmed, and the source is never asked for more than its limit.
 */
public final class WarmupSuite implements Suite {
  private static final String TIME = "time";
  private static final String BACK = "hit rate back at 95 % after";
  private static final String ASKED = "most that warming asked for in a second";

  /** 0.7 of the rate. */
  private static final double TIMES_OF_WRITER = 1.43;

  private static final double TIMES_OF_COLD = 0.5;
  private static final int MOST_RUN_KEYS = 100_000;
  private static final int MOST_PURGED_KEYS = 10_000;

  @Override
  public String name() {
    return "warmup";
  }

  @Override
  public String title() {
    return "warm-up runs of one worker on a local Kafka and Redis, values of 200 B";
  }

  @Override
  public Trials open(Effort effort) {
    int keys = Math.min(MOST_RUN_KEYS, effort.maxEntries());
    Rig rig = new Rig(keys, Math.min(MOST_PURGED_KEYS, effort.maxEntries() / 20));
    try {
      String writer = "Lettuce SETs, pipelines of %,d".formatted(PipelinedWriter.PIPELINE);
      String purge = "purge of %,d keys".formatted(rig.purgedKeys());
      String cold = purge + ", no warm-up";
      return Trials.of(
          List.of(
              new Trial(
                  writer,
                  List.of(Claim.of(TIME, "us/key")),
                  () -> List.of(new Reading(TIME, rig.writeMicros(keys)))),
              new Trial(
                  "warming %,d keys".formatted(keys),
                  List.of(Claim.of(TIME, "us/key").beside(writer).atMostTimes(TIMES_OF_WRITER)),
                  () -> List.of(new Reading(TIME, rig.warmMicros(keys)))),
              new Trial(
                      "warm-up run of %,d keys".formatted(keys),
                      List.of(Claim.of(TIME, "us/key").beside(writer)),
                      () -> List.of(new Reading(TIME, rig.runMicros(keys))))
                  .inRounds(effort.fewRounds()),
              new Trial(
                      cold,
                      List.of(Claim.of(BACK, "s")),
                      () -> List.of(new Reading(BACK, rig.purge(Rig.COLD).seconds())))
                  .inRounds(effort.fewRounds()),
              new Trial(
                      purge + ", warmed hottest first",
                      List.of(
                          Claim.of(BACK, "s").beside(cold).atMostTimes(TIMES_OF_COLD),
                          Claim.of(ASKED, "keys").atMost(Source.LIMIT)),
                      () -> warmed(rig))
                  .inRounds(effort.fewRounds())),
          rig::close);
    } catch (RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  private static List<Reading> warmed(Rig rig) throws Exception {
    Recovery recovery = rig.purge(Rig.WARMED);
    return List.of(
        new Reading(BACK, recovery.seconds()), new Reading(ASKED, recovery.mostWarmedInASecond()));
  }
}

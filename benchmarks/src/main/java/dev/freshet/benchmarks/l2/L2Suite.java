// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import static dev.freshet.benchmarks.harness.Jmh.allocation;
import static dev.freshet.benchmarks.harness.Jmh.time;

import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Jmh;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.stack.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A read that misses L1 and hits L2: at most 1.25 times the GET of the same bytes by Lettuce,
 * decoded by the same codec.
 */
public final class L2Suite implements Suite {
  private static final double TIMES = 1.25;
  private static final List<Integer> SIZES_BYTES = List.of(200, 4096);
  private static final List<String> CODECS = List.of("bytes", "json");

  @Override
  public String name() {
    return "l2";
  }

  @Override
  public String title() {
    return "hits in L2 (Redis on this machine, one connection, 1 thread, 1 tag), beside a bare GET";
  }

  @Override
  public Trials open(Effort effort) {
    EmbeddedRedis redis = EmbeddedRedis.start();
    List<Trial> trials = new ArrayList<>();
    for (String codec : CODECS) {
      for (int sizeBytes : SIZES_BYTES) {
        String values = "%,d B as %s".formatted(sizeBytes, codec);
        String bare = "Lettuce GET, " + values;
        Map<String, String> parameters =
            Map.of("url", redis.url(), "codec", codec, "sizeBytes", Integer.toString(sizeBytes));
        trials.add(
            new Trial(
                bare,
                List.of(time(), allocation()),
                Jmh.of(RedisReads.class, "bareGet", parameters).with(effort)));
        trials.add(
            new Trial(
                "Region.get, " + values,
                List.of(time().beside(bare).atMostTimes(TIMES), allocation().beside(bare)),
                Jmh.of(RedisReads.class, "region", parameters).with(effort)));
      }
    }
    return Trials.of(trials, redis::close);
  }
}

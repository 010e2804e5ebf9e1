// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import static dev.freshet.benchmarks.harness.Jmh.allocation;
import static dev.freshet.benchmarks.harness.Jmh.time;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Jmh;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.cache.compression.Compression;
import dev.freshet.stack.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A read that misses L1 and hits L2: at most 1.25 times the GET of the same bytes by Lettuce,
 * decoded by the same codec and, if it is compressed, by the same library. Batches stand beside an
 * MGET of as many keys, without a budget: one round trip for all leaves what each key costs.
 */
public final class L2Suite implements Suite {
  private static final double TIMES = 1.25;
  private static final List<Integer> SIZES_BYTES = List.of(200, 4096);
  private static final List<String> CODECS = List.of("bytes", "json");

  /** Reads of what, and how. */
  private record Kind(String codec, int sizeBytes, Compression compression, boolean isBatch) {

    static Kind plain(String codec, int sizeBytes) {
      return new Kind(codec, sizeBytes, Compression.NONE, false);
    }

    Kind compressed(Compression by) {
      return new Kind(codec, sizeBytes, by, false);
    }

    Kind inBatches() {
      return new Kind(codec, sizeBytes, compression, true);
    }

    String values() {
      String values = "%,d B as %s".formatted(sizeBytes, codec);
      return compression == Compression.NONE ? values : values + " by " + compression.word();
    }

    String bare() {
      String command = isBatch ? "Lettuce MGET of %d".formatted(RedisReads.BATCH) : "Lettuce GET";
      return command + ", " + values();
    }

    String region() {
      String call = isBatch ? "Region.getAll of %d".formatted(RedisReads.BATCH) : "Region.get";
      return call + ", " + values();
    }

    Map<String, String> parameters(String url) {
      return Map.of(
          "url",
          url,
          "codec",
          codec,
          "sizeBytes",
          Integer.toString(sizeBytes),
          "compression",
          compression.word());
    }
  }

  @Override
  public String name() {
    return "l2";
  }

  @Override
  public String title() {
    return "hits in L2 (Redis on this machine, one connection, 1 thread, 1 tag), beside bare reads";
  }

  @Override
  public Trials open(Effort effort) {
    EmbeddedRedis redis = EmbeddedRedis.start();
    return Trials.of(
        kinds(effort).stream().flatMap(kind -> trials(kind, redis.url(), effort)).toList(),
        redis::close);
  }

  private static List<Kind> kinds(Effort effort) {
    List<Kind> kinds = new ArrayList<>();
    if (effort.isThorough()) {
      for (String codec : CODECS) {
        for (int sizeBytes : SIZES_BYTES) {
          kinds.add(Kind.plain(codec, sizeBytes));
        }
      }
      kinds.add(Kind.plain("json", 4096).compressed(Compression.ZSTD));
    } else {
      kinds.add(Kind.plain("bytes", 200));
    }
    kinds.add(Kind.plain("json", 4096).compressed(Compression.LZ4));
    kinds.add(Kind.plain("bytes", 200).inBatches());
    return kinds;
  }

  private static Stream<Trial> trials(Kind kind, String url, Effort effort) {
    Map<String, String> parameters = kind.parameters(url);
    String one = kind.isBatch() ? "All" : "";
    Claim beside = time().beside(kind.bare());
    int rounds = kind.isBatch() ? effort.fewRounds() : effort.rounds();
    return Stream.of(
        new Trial(
                kind.bare(),
                List.of(time(), allocation()),
                Jmh.of(RedisReads.class, "bareGet" + one, parameters).with(effort))
            .inRounds(rounds),
        new Trial(
                kind.region(),
                List.of(
                    kind.isBatch() ? beside : beside.atMostTimes(TIMES),
                    allocation().beside(kind.bare())),
                Jmh.of(RedisReads.class, "region" + one, parameters).with(effort))
            .inRounds(rounds));
  }
}

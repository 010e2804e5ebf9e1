// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.Region;
import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.events.warmup.HotKeyMerge;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.worker.warmup.work.Outcome;
import dev.freshet.worker.warmup.work.WarmRegion;
import dev.freshet.worker.warmup.work.Works;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the keys of {@code onJoin} jobs. For one thread at a time. */
final class JobKeys {
  private final PreloadParts parts;

  /** Read once: a node joins once. */
  private @Nullable List<HotKeys> reports;

  JobKeys(PreloadParts parts) {
    this.parts = parts;
  }

  /**
   * Keys, as text.
   *
   * @param error why there are no more; empty if nothing is wrong
   */
  record Listed(List<String> keys, String error) {}

  /** The keys of a job, at most as many as it wants; the hottest first where that is known. */
  Listed of(JobDefinition job, Region<?> region) throws InterruptedException {
    long most = job.work().maxKeys();
    KeySource source = job.keys();
    if (source instanceof KeySource.Listed listed) {
      return new Listed(listed.keys().stream().map(Scalar::text).limit(most).toList(), "");
    }
    if (source instanceof KeySource.Jdbc jdbc) {
      return listed(job, region, new QueryKeys(jdbc.dataSource(), jdbc.query().text()));
    }
    if (source instanceof KeySource.Http http) {
      return listed(job, region, new EndpointKeys(http.endpoint(), http.path()));
    }
    if (source instanceof KeySource.Hottest hottest) {
      return hot(region.settings().name(), Math.min(most, hottest.count()));
    }
    return source instanceof KeySource.Peers
        ? hot(region.settings().name(), most)
        : new Listed(List.of(), "a node that joins cannot know keys of this kind");
  }

  /** Whether other nodes have to say what they are. */
  static boolean isHot(JobDefinition job) {
    return job.keys() instanceof KeySource.Hottest || job.keys() instanceof KeySource.Peers;
  }

  private Listed hot(String region, long most) throws InterruptedException {
    List<HotKeys> known = reports;
    if (known == null) {
      known = parts.hotKeys().read();
      reports = known;
    }
    List<List<String>> rankings =
        known.stream()
            .filter(report -> report.getRegion().equals(region))
            .map(HotKeys::getKeys)
            .toList();
    return rankings.isEmpty()
        ? new Listed(List.of(), "no node has said which keys of the region are hot")
        : new Listed(HotKeyMerge.merge(rankings, (int) Math.min(most, Integer.MAX_VALUE)), "");
  }

  private <V> Listed listed(JobDefinition job, Region<V> region, Object source)
      throws InterruptedException {
    List<String> keys = new ArrayList<>();
    Works works =
        new Works(
            name -> Optional.of(unloaded(region)),
            parts.sources(),
            /* worker= */ "",
            page -> keys.addAll(page.getKeys()),
            parts.meters());
    Outcome outcome =
        works.work(
            new JobTasks(job).of(new ListKeys(source, job.work().maxKeys())),
            Thread.currentThread()::isInterrupted);
    if (outcome instanceof Outcome.Done done && done.report() instanceof KeysListed last) {
      keys.addAll(last.getKeys());
      return new Listed(keys, done.error());
    }
    String why = outcome instanceof Outcome.Unable unable ? unable.why() : outcome.toString();
    return new Listed(keys, why);
  }

  /** Nothing of it is loaded: what it is for is to list. */
  private static <V> WarmRegion<V> unloaded(Region<V> region) {
    BulkLoader<V> none = keys -> Map.of();
    return new WarmRegion<>(region, none, 1, 1, /* isLimited= */ false);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.worker.log.NodeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane of a share group (KIP-932), with renewal of locks (KIP-1222).
 *
 * <p>A share consumer gives nothing new while one of its records is not settled: a poll then only
 * gives back those that were renewed. And it fetches ahead: records that it gives may have lain in
 * it for long and have lost their locks. So where that may be their locks are renewed before
 * anybody begins to work on them.
 */
final class ShareLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(ShareLane.class);
  private static final Duration RENEW_WITHIN = Duration.ofSeconds(5);
  private static final Duration BACK_WITHIN = Duration.ofMillis(100);
  private static final Duration MORE_WITHIN = Duration.ofMillis(20);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
  private static final long DEFAULT_LOCK_MS = 30_000;
  private static final long NANOS_PER_MS = 1_000_000;

  /** Part of the lock's time after which it is renewed. */
  private static final int RENEW_AFTER = 3;

  /** Where a record stands in the topic. */
  private record Place(int partition, long offset) {}

  private final WarmupPriority priority;
  private final String node;
  private final ShareConsumer<byte[], byte[]> consumer;
  private final int most;
  private final LongSupplier nanoTime;
  private final Map<Place, ConsumerRecord<byte[], byte[]>> held = new LinkedHashMap<>();

  /** Those of the held ones that were not handed on yet. */
  private final List<ConsumerRecord<byte[], byte[]>> fresh = new ArrayList<>();

  private long lockedNanos;
  private boolean isUnsent;
  private boolean mayHaveMore;

  ShareLane(
      WarmupPriority priority,
      String node,
      ShareConsumer<byte[], byte[]> consumer,
      int most,
      LongSupplier nanoTime) {
    this.priority = priority;
    this.node = node;
    this.consumer = consumer;
    this.most = most;
    this.nanoTime = nanoTime;
    this.lockedNanos = nanoTime.getAsLong();
  }

  /**
   * Joins the share group of the node's service.
   *
   * @param most most tasks that it gives at a time
   */
  static ShareLane open(NodeSettings settings, WarmupPriority priority, int most) {
    String service = settings.id().service();
    Map<String, Object> config =
        new HashMap<>(settings.clientConfig("warmup-" + priority.name().toLowerCase(Locale.ROOT)));
    config.put("group.id", settings.topics().warmupWorkers(service, priority));
    config.put("share.acknowledgement.mode", "explicit");
    // Never more than asked for: what lies here others cannot do.
    config.put("share.acquire.mode", "record_limit");
    config.put("max.poll.records", most);
    ShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    ShareLane lane = new ShareLane(priority, settings.node(), consumer, most, System::nanoTime);
    consumer.setAcknowledgementCommitCallback((offsets, failure) -> lane.acknowledged(failure));
    consumer.subscribe(List.of(settings.topics().warmupTasks(service, priority)));
    return lane;
  }

  private void acknowledged(@Nullable Exception failure) {
    if (failure != null) {
      LOG.info("acknowledgement came too late, the tasks are done again node={}", node, failure);
    }
  }

  @Override
  public WarmupPriority priority() {
    return priority;
  }

  @Override
  public boolean isEmpty() {
    return held.isEmpty();
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> take() {
    if (held.isEmpty()) {
      boolean mayBeOld = isDue();
      for (ConsumerRecord<byte[], byte[]> each :
          consumer.poll(mayHaveMore ? MORE_WITHIN : Duration.ZERO)) {
        held.put(place(each), each);
        fresh.add(each);
      }
      isUnsent = false;
      mayHaveMore = fresh.size() == most;
      lockedNanos = nanoTime.getAsLong();
      if (mayBeOld && !held.isEmpty()) {
        Collection<ConsumerRecord<byte[], byte[]>> unused = renewNow();
      }
    }
    List<ConsumerRecord<byte[], byte[]>> taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }

  private static Place place(ConsumerRecord<byte[], byte[]> record) {
    return new Place(record.partition(), record.offset());
  }

  @Override
  public void settle(ConsumerRecord<byte[], byte[]> task, AcknowledgeType how) {
    if (held.remove(place(task)) != null) {
      consumer.acknowledge(task, how);
      isUnsent = true;
    }
  }

  @Override
  public Collection<ConsumerRecord<byte[], byte[]>> renew() {
    return held.isEmpty() || !isDue() ? List.of() : renewNow();
  }

  private boolean isDue() {
    long lockMs =
        consumer.acquisitionLockTimeoutMs().map(Integer::longValue).orElse(DEFAULT_LOCK_MS);
    return nanoTime.getAsLong() - lockedNanos > lockMs * NANOS_PER_MS / RENEW_AFTER;
  }

  /** Those that came back are ours for another lock's time; the others are lost. */
  private Collection<ConsumerRecord<byte[], byte[]>> renewNow() {
    Map<Place, ConsumerRecord<byte[], byte[]>> before = new LinkedHashMap<>(held);
    before.values().forEach(each -> consumer.acknowledge(each, AcknowledgeType.RENEW));
    lockedNanos = nanoTime.getAsLong();
    consumer
        .commitSync(RENEW_WITHIN)
        .forEach((partition, failure) -> failure.ifPresent(this::acknowledged));
    isUnsent = false;
    held.clear();
    for (ConsumerRecord<byte[], byte[]> each : consumer.poll(BACK_WITHIN)) {
      ConsumerRecord<byte[], byte[]> renewed = before.remove(place(each));
      held.put(place(each), renewed == null ? each : renewed);
      if (renewed == null) {
        // One that was fetched ahead.
        fresh.add(each);
      }
    }
    fresh.removeIf(each -> before.containsKey(place(each)));
    return before.values();
  }

  @Override
  public void flush() {
    if (isUnsent) {
      consumer.commitAsync();
      isUnsent = false;
    }
  }

  @Override
  public void close() {
    held.values().forEach(this::giveBack);
    try {
      consumer.close(CLOSE_WITHIN);
    } catch (KafkaException | IllegalStateException e) {
      LOG.warn("warm-up consumer not closed in order node={}", node, e);
    }
  }

  private void giveBack(ConsumerRecord<byte[], byte[]> task) {
    try {
      consumer.acknowledge(task, AcknowledgeType.RELEASE);
    } catch (KafkaException | IllegalStateException e) {
      // Its lock ends by itself; the consumer has to be closed all the same.
      LOG.debug("warm-up task not given back node={} offset={}", node, task.offset(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.log;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.RegionCleared;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what was done by hand, in the background: a report that cannot be sent is logged and
 * holds nothing up. Safe for any thread.
 */
public final class StateReports {
  private static final Logger LOG = LoggerFactory.getLogger(StateReports.class);

  private final LogWriter log;
  private final AvroCodec codec;
  private final Topics topics;
  private final String origin;
  private final InstantSource clock;

  /**
   * Reports of an origin.
   *
   * @param origin what reports call this coordinator
   */
  public StateReports(
      LogWriter log, AvroCodec codec, Topics topics, String origin, InstantSource clock) {
    this.log = log;
    this.codec = codec;
    this.topics = topics;
    this.origin = origin;
    this.clock = clock;
  }

  /** A target was declared stale by hand. */
  public void invalidated(Target target, String reason) {
    report(target.text(), new Invalidated(target.text(), null, null, null, null, null));
    if (target instanceof Target.Region region) {
      report(target.text(), new RegionCleared(region.region(), reason));
    } else if (target instanceof Target.All) {
      report(target.text(), new RegionCleared(null, reason));
    }
  }

  /** Something happened; never throws. */
  public void report(String subject, SpecificRecord details) {
    String id = UUID.randomUUID().toString();
    CacheStateEvent event = new CacheStateEvent(id, clock.millis(), origin, subject, details);
    String topic = topics.cacheState();
    try {
      var unused =
          log.write(
                  "cache-state event " + id,
                  new ProducerRecord<>(
                      topic, subject.getBytes(StandardCharsets.UTF_8), codec.encode(topic, event)))
              .whenComplete((stored, failure) -> noteIfFailed(subject, failure));
    } catch (RuntimeException e) {
      noteIfFailed(subject, e);
    }
  }

  private static void noteIfFailed(String subject, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Cache-state event not sent: subject={}", subject, failure);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.events.state.CacheStateReader;
import dev.freshet.events.state.CacheStateSubscriber;
import dev.freshet.events.state.Start;
import dev.freshet.events.state.StateFilter;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the command log and the cache-state events, as far as they are wanted. */
public final class Lookout implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final int TIMEOUT_MS = 5_000;

  private final List<String> topics = new ArrayList<>();
  private final Wanted wanted;
  private final AvroCodec codec;
  private @Nullable TopicTail log;
  private @Nullable CacheStateReader reports;

  private Lookout(Wanted wanted, AvroCodec codec) {
    this.wanted = wanted;
    this.codec = codec;
  }

  /**
   * A lookout that stands where it begins when this returns.
   *
   * @throws dev.freshet.cli.CommandFailure if the cluster does not answer or a topic is missing
   * @throws org.apache.kafka.common.KafkaException likewise
   */
  public static Lookout open(
      String bootstrap, String registry, Topics topics, Wanted wanted, Start start) {
    Lookout lookout = new Lookout(wanted, AvroCodec.forRegistry(registry));
    try {
      lookout.open(
          Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", TIMEOUT_MS),
          topics,
          start);
      return lookout;
    } catch (RuntimeException e) {
      lookout.close();
      throw e;
    }
  }

  private void open(Map<String, Object> kafka, Topics names, Start start) {
    if (!wanted.logKinds().isEmpty()) {
      topics.add(names.commands());
      boolean fromBeginning = start instanceof Start.Earliest;
      log = TopicTail.open(kafka, codec, names.commands(), fromBeginning);
    }
    StateFilter filter = wanted.reports();
    if (filter != null) {
      topics.add(names.cacheState());
      reports =
          CacheStateSubscriber.builder(kafka, codec)
              .environment(names.environment())
              .from(start)
              .where(filter::test)
              .reader();
    }
  }

  /** The topics that are followed. */
  public List<String> topics() {
    return List.copyOf(topics);
  }

  /** What came since the last call and is wanted; waits a moment if nothing did. */
  public List<Sighting> poll() {
    List<Sighting> seen = new ArrayList<>();
    if (log != null) {
      log.poll(WAIT).stream().filter(wanted::wantsOfLog).forEach(seen::add);
    }
    if (reports != null) {
      reports.poll(seen.isEmpty() ? WAIT : Duration.ZERO).stream()
          .map(item -> Sighting.of(item, Instant.now()))
          .forEach(seen::add);
    }
    return seen;
  }

  @Override
  public void close() {
    try (codec) {
      if (log != null) {
        log.close();
      }
    } finally {
      if (reports != null) {
        reports.close();
      }
    }
  }
}

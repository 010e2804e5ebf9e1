// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link CacheStateSubscriber} or a {@link CacheStateReader}. Not safe for use by
 * several threads.
 */
public final class CacheStateBuilder {
  private final Map<String, Object> properties;
  private final Supplier<AvroCodec> codec;
  private final boolean ownsCodec;
  private final Set<String> kinds = new LinkedHashSet<>();
  private final List<Consumer<StreamItem>> handlers = new ArrayList<>();
  private Topics topics = Topics.DEFAULT;
  private Start start = Start.latest();
  private @Nullable String subject;
  private Predicate<StateEvent> condition = event -> true;
  private @Nullable String group;
  private Duration closeWithin = StateConnection.CLOSE_WITHIN;

  CacheStateBuilder(
      Map<String, Object> clientConfig, Supplier<AvroCodec> codec, boolean ownsCodec) {
    this.properties = new HashMap<>(clientConfig);
    this.codec = codec;
    this.ownsCodec = ownsCodec;
  }

  /** The prefix of all topics; {@code freshet} if nothing is said. */
  public CacheStateBuilder environment(String environment) {
    topics = new Topics(environment);
    return this;
  }

  /** With which event to begin; {@link Start#latest()} if nothing is said. */
  public CacheStateBuilder from(Start newStart) {
    start = newStart;
    return this;
  }

  /** Only events of these kinds, or of others that were named before. */
  @SafeVarargs
  public final CacheStateBuilder kinds(Class<? extends SpecificRecord>... wanted) {
    for (Class<? extends SpecificRecord> kind : wanted) {
      kinds.add(StateKinds.nameOf(kind));
    }
    return this;
  }

  /**
   * Only events of these kinds, or of others that were named before.
   *
   * @throws IllegalArgumentException if a kind is not known; lists those that are
   */
  public CacheStateBuilder kinds(String... wanted) {
    Arrays.stream(wanted).map(StateKinds::require).forEach(kinds::add);
    return this;
  }

  /** Only events about this subject, or with {@code *} at the end, about those that begin so. */
  public CacheStateBuilder subject(String pattern) {
    subject = pattern;
    return this;
  }

  /** Only events of which this holds too. */
  public CacheStateBuilder where(Predicate<StateEvent> newCondition) {
    condition = condition.and(newCondition);
    return this;
  }

  /**
   * Shares the events among all subscribers of a consumer group: each is handled by one of them,
   * and what one leaves over another handles. {@link #from} counts where the group has not been
   * yet. For subscribers only.
   */
  public CacheStateBuilder group(String name) {
    group = name;
    return this;
  }

  /** A further property of the Kafka consumer, for example for TLS. */
  public CacheStateBuilder consumerProperty(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** How long closing may wait for brokers. */
  CacheStateBuilder closeWithin(Duration value) {
    closeWithin = value;
    return this;
  }

  /** Calls {@code handler} with every event. */
  public CacheStateBuilder handler(Consumer<StateEvent> handler) {
    return handlerOf(StateEvent.class, handler);
  }

  /** Calls {@code handler} with every event of a kind, and what it says. */
  public <T extends SpecificRecord> CacheStateBuilder on(
      Class<T> kind, BiConsumer<StateEvent, T> handler) {
    String unused = StateKinds.nameOf(kind);
    return handler(
        event -> {
          if (kind.isInstance(event.details())) {
            handler.accept(event, kind.cast(event.details()));
          }
        });
  }

  /** Calls {@code handler} where events are missing. */
  public CacheStateBuilder onGap(Consumer<Gap> handler) {
    return handlerOf(Gap.class, handler);
  }

  /** Calls {@code handler} with every record that cannot be read. */
  public CacheStateBuilder onUnreadable(Consumer<Unreadable> handler) {
    return handlerOf(Unreadable.class, handler);
  }

  private <T extends StreamItem> CacheStateBuilder handlerOf(Class<T> type, Consumer<T> handler) {
    handlers.add(
        item -> {
          if (type.isInstance(item)) {
            handler.accept(type.cast(item));
          }
        });
    return this;
  }

  /**
   * A subscriber that calls the handlers from now on. Blocks until its place in the topic is known.
   *
   * @throws IllegalStateException if there is no handler
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the environment has
   *     no such topic
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  public CacheStateSubscriber start() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("cache-state subscriber: found no handler, expected one");
    }
    return new CacheStateSubscriber(open(), handlers).start();
  }

  /**
   * A reader for a loop of the caller's own. Blocks until its place in the topic is known.
   *
   * @throws IllegalStateException if there are handlers or a group, which only subscribers have
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the environment has
   *     no such topic
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  public CacheStateReader reader() {
    if (!handlers.isEmpty() || group != null) {
      throw new IllegalStateException(
          "cache-state reader: found "
              + (group == null ? "a handler" : "group '" + group + "'")
              + ", expected none; use start()");
    }
    return open();
  }

  private CacheStateReader open() {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    StateConnection connection =
        new StateConnection(
            new KafkaConsumer<>(consumerConfig(), bytes, bytes),
            codec.get(),
            ownsCodec,
            new TopicPartition(topics.cacheState(), 0),
            closeWithin);
    try {
      return group == null
          ? CacheStateReader.assigned(connection, filter(), start)
          : CacheStateReader.grouped(connection, filter(), start);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Predicate<StreamItem> filter() {
    Predicate<StateEvent> wanted = condition;
    return StateFilter.of(kinds, subject)
        .and(item -> !(item instanceof StateEvent event) || wanted.test(event));
  }

  private Map<String, Object> consumerConfig() {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A position that the topic does not have must show: seeking elsewhere would hide a gap.
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // In a group, polling and closing say that everything before was handled.
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, group != null);
    if (group != null) {
      all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return all;
  }
}

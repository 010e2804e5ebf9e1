// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.form.Registrations;
import dev.freshet.registry.view.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a service without a cache a member of the registry for as long as this is open. (A service
 * with a cache is one through its node.)
 *
 * <p>Safe for any thread. Only closing waits for brokers, for a few seconds at the most; one that
 * is away is tried again, and disturbs nobody.
 */
public final class RegistryClient implements AutoCloseable {
  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(1);

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final AvroCodec codec;
  private final Producer<byte[], byte[]> producer;
  private final Conditions conditions;
  private final Announcer announcer;

  // Guarded by this: the view is opened by who asks for it first.
  private @Nullable RegistryView view;

  private RegistryClient(Builder builder, Registration registration) {
    this.kafka = Map.copyOf(builder.kafka);
    this.topics = builder.topics;
    this.conditions = builder.conditions;
    this.producer = producer(kafka, registration);
    this.codec = codec(builder.registryUrl, producer);
    this.announcer =
        Announcer.start(
            AnnouncerParts.of(producer, codec, topics),
            () -> registration,
            (sequence, now) -> heartbeat(registration, sequence, now),
            builder.goodbyeWithin);
  }

  private static AvroCodec codec(String registryUrl, Producer<byte[], byte[]> opened) {
    try {
      return AvroCodec.forRegistry(registryUrl);
    } catch (RuntimeException e) {
      opened.close(Duration.ZERO);
      throw e;
    }
  }

  private Heartbeat heartbeat(Registration registration, long sequence, Instant now) {
    return Heartbeat.newBuilder()
        .setService(registration.getService())
        .setInstance(registration.getInstance())
        .setIncarnation(registration.getIncarnation())
        .setSequence(sequence)
        .setSentAtMs(now.toEpochMilli())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(conditions.read(now))
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .build();
  }

  private static Producer<byte[], byte[]> producer(
      Map<String, Object> kafka, Registration registration) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.putIfAbsent(
        ProducerConfig.CLIENT_ID_CONFIG, "freshet-" + registration.getInstance() + "-registry");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Of no use when it is late: the next heartbeat says more.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * A member to be.
   *
   * @param kafka bootstrap servers, for example {@code localhost:9092}
   * @param registryUrl base URL of the schema registry
   * @param member who it is; the instance survives a restart
   */
  public static Builder builder(String kafka, String registryUrl, MemberId member) {
    return new Builder(kafka, registryUrl, member);
  }

  /** Tells how the service is now, not only at the next heartbeat. Never waits. */
  public void conditionsChanged() {
    announcer.beatNow();
  }

  /** All members; the first call opens the view, which loads in the background. */
  public synchronized RegistryView view() {
    if (view == null) {
      view = RegistryView.follow(kafka, topics, codec);
    }
    return view;
  }

  /** Says goodbye and ends the view, too. */
  @Override
  public synchronized void close() {
    if (view != null) {
      view.close();
    }
    announcer.close();
    producer.close(PRODUCER_CLOSE);
    codec.close();
  }

  /** Settings of a client. For one thread. */
  public static final class Builder {
    private final Map<String, Object> kafka = new HashMap<>();
    private final String registryUrl;
    private final Registrations.Builder registration;
    private final Conditions conditions = new Conditions();
    private Topics topics = Topics.DEFAULT;
    private Duration goodbyeWithin = Announcer.CLOSE_WITHIN;

    private Builder(String kafkaServers, String registryUrl, MemberId member) {
      this.kafka.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaServers);
      this.registryUrl = registryUrl;
      this.registration = Registrations.builder(member, UUID.randomUUID().toString());
    }

    /** The prefix of all topics; default {@code freshet}. */
    public Builder environment(String environment) {
      topics = new Topics(environment);
      return this;
    }

    /** Further settings for every Kafka client, for example for TLS. */
    public Builder kafkaProperties(Map<String, Object> properties) {
      kafka.putAll(properties);
      return this;
    }

    /** Who it is beyond its name, what it can do, how often it is heard. */
    public Builder registration(UnaryOperator<Registrations.Builder> more) {
      Registrations.Builder unused = more.apply(registration);
      return this;
    }

    /** The team that answers for it. */
    public Builder owner(String value) {
      return registration(more -> more.owner(value));
    }

    /** The version of its software. */
    public Builder version(String value) {
      return registration(more -> more.version(value));
    }

    /** Where it runs. */
    public Builder zone(String value) {
      return registration(more -> more.zone(value));
    }

    /** It publishes events of a type. */
    public Builder publishes(String eventType) {
      return registration(more -> more.publishes(eventType));
    }

    /** It consumes events of a type, or cache-state events of a kind. */
    public Builder consumes(String eventType) {
      return registration(more -> more.consumes(eventType));
    }

    /** Time between two heartbeats; default 5 s. */
    public Builder heartbeatEvery(Duration value) {
      return registration(more -> more.heartbeatEvery(value));
    }

    /** Something that should hold, as {@link Conditions#add} takes it. */
    public Builder condition(String type, Supplier<Reading> check) {
      Conditions unused = conditions.add(type, check);
      return this;
    }

    /** For how long closing waits until the goodbye is stored. */
    Builder goodbyeWithin(Duration value) {
      goodbyeWithin = value;
      return this;
    }

    /**
     * Registers the service in the background.
     *
     * @throws dev.freshet.registry.form.InvalidRegistrationException if the registration is not as
     *     it must be; names all problems
     * @throws org.apache.kafka.common.KafkaException if a setting of a Kafka client is wrong
     */
    public RegistryClient start() {
      return new RegistryClient(this, registration.startedAt(Instant.now()).build());
    }
  }
}

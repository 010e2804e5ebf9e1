// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.http.ApiParts;
import dev.freshet.coordinator.http.CoordinatorApi;
import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.mapping.FailureHandler;
import dev.freshet.coordinator.mapping.MappingParts;
import dev.freshet.coordinator.mapping.MappingSettings;
import dev.freshet.coordinator.mapping.MappingTopology;
import dev.freshet.coordinator.registry.RegistryParts;
import dev.freshet.coordinator.registry.RegistryTopology;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.streams.LeaveOutHandler;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.coordinator.streams.PatientClients;
import dev.freshet.coordinator.warmup.WarmupParts;
import dev.freshet.coordinator.warmup.WarmupTopology;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.http.management.ManagementServer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Puts a coordinator together: who is made of whom, and in which order it is closed, in one place.
 * Begins nothing but what is announced and served; {@link #streams} is the caller's to start.
 */
final class CoordinatorParts {
  final CoordinatorStreams streams;
  final @Nullable ManagementServer management;
  final @Nullable CoordinatorApi api;

  private final Coordinator.Builder builder;
  private final Admin admin;
  private final AvroCodec codec;
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
  private final PauseSwitch pause;
  private final RuleBooks books;
  private final Membership membership;
  private final WarmupWorld world;

  /** Opens all, each with {@code closer}; also what was opened before something failed. */
  CoordinatorParts(Coordinator.Builder builder, Closer closer) {
    this.builder = builder;
    // The first that is there, and the last that ends: whoever asks is told what is going on.
    Readiness readiness = new Readiness();
    management =
        builder.managementPort == null
            ? null
            : closer.add(
                readiness.listen(builder.managementHost, builder.managementPort, prometheus));
    admin = Admin.create(clientProperties());
    // Bounded: while the cluster is away a call that is underway would hold up the end.
    closer.add((AutoCloseable) () -> admin.close(Duration.ofSeconds(1)));
    TopicCatalogue.forEnvironment(builder.topics, builder.sizing).ensure(admin);
    meters.add(prometheus);
    if (builder.meters != null) {
      meters.add(builder.meters);
    }
    pause = new PauseSwitch(meters);
    books = new RuleBooks(meters, pause);
    KafkaSourceOffsets offsets =
        closer.add(
            KafkaSourceOffsets.start(
                admin,
                builder.topics.coordinators(),
                sourceTopics(),
                builder.markerInterval,
                builder.clock));
    codec = closer.add(AvroCodec.forRegistry(builder.schemaRegistry));
    Patience patience = Patience.within(builder.registryPatience);
    MappingParts mapping = new MappingParts(codec, offsets, books, patience, meters, builder.clock);
    world =
        new WarmupWorld(
            books,
            closer.add(new WarmupTopicMaker(admin, builder.topics, builder.sizing)),
            System::nanoTime);
    streams =
        closer.add(
            new CoordinatorStreams(
                mapping(mapping), registry(mapping), warmup(mapping), pause, books, meters));
    // Closed before Streams: a thread that waits for the registry would keep it from closing.
    closer.add(patience);
    readiness.follow(streams::health);
    membership = closer.add(Membership.join(membershipParts()));
    world.follow(membership.view()::snapshot);
    api =
        builder.httpPort == null
            ? null
            : closer.add(CoordinatorApi.start(builder.httpHost, builder.httpPort, apiParts()));
    closer.add((AutoCloseable) readiness::stop);
  }

  private Membership.Parts membershipParts() {
    return new Membership.Parts(
        clientProperties(),
        codec,
        builder.topics,
        builder.origin,
        builder.heartbeat,
        books,
        streams.conditions(),
        () -> streams.health().isReady(),
        builder.alertThresholds,
        builder.clock,
        meters);
  }

  private ApiParts apiParts() {
    ApiParts.Life life =
        new ApiParts.Life(
            Membership.SERVICE,
            membership.log(),
            membership.view(),
            membership.alerts(),
            streams::health,
            prometheus::scrape);
    return new ApiParts(
        clientProperties(),
        admin,
        codec,
        builder.schemaRegistry,
        builder.topics,
        sourceTopics(),
        life,
        books,
        builder.origin,
        builder.clock,
        meters);
  }

  private List<String> sourceTopics() {
    List<String> all = new ArrayList<>(List.of(builder.topics.events()));
    all.addAll(builder.extraTopics);
    return all;
  }

  private Map<String, Object> clientProperties() {
    Map<String, Object> all = new HashMap<>(builder.properties);
    all.keySet().retainAll(AdminClientConfig.configNames());
    all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, builder.bootstrapServers);
    return all;
  }

  private CoordinatorStreams.Application mapping(MappingParts parts) {
    MappingSettings settings =
        new MappingSettings(builder.topics, sourceTopics(), builder.markerInterval, builder.origin);
    Properties all = streamsProperties(builder.topics.coordinators(), builder.origin);
    all.putAll(FailureHandler.properties(settings, parts));
    return new CoordinatorStreams.Application(MappingTopology.build(settings, parts), all);
  }

  private CoordinatorStreams.Application registry(MappingParts mapping) {
    String name = builder.origin + "-registry";
    Properties all = streamsProperties(builder.topics.registryKeepers(), name);
    all.putAll(StreamsSettings.registry());
    all.putAll(LeaveOutHandler.properties());
    RegistryParts parts =
        new RegistryParts(
            builder.topics,
            builder.origin,
            mapping.codec(),
            mapping.patience(),
            mapping.meters(),
            builder.clock,
            System::nanoTime);
    return new CoordinatorStreams.Application(RegistryTopology.build(parts), all);
  }

  private CoordinatorStreams.Application warmup(MappingParts mapping) {
    Properties all = streamsProperties(builder.topics.warmupPlanners(), builder.origin + "-warmup");
    all.putAll(StreamsSettings.warmup());
    all.putAll(LeaveOutHandler.properties());
    WarmupParts parts =
        new WarmupParts(
            builder.topics,
            builder.origin,
            mapping.codec(),
            mapping.patience(),
            world,
            mapping.meters(),
            builder.clock,
            System::nanoTime);
    return new CoordinatorStreams.Application(
        WarmupTopology.build(parts), all, new PatientClients(WarmupTopology.commandsAside(parts)));
  }

  private Properties streamsProperties(String application, String name) {
    Properties all = new Properties();
    // Ours come last: they are not a matter of taste.
    all.putAll(builder.properties);
    all.putAll(
        StreamsSettings.of(application, name, builder.bootstrapServers, builder.sessionTimeout));
    all.putAll(StreamsSettings.internalTopics(builder.sizing));
    return all;
  }
}

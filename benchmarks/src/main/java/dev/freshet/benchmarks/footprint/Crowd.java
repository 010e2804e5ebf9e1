// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Members;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/**
 * A coordinator with fifty nodes, none of which has anything to do: how much the broker has to
 * store. The nodes are nothing but what they say, as often as nodes do: a heartbeat in five
 * seconds, a registration in a minute.
 */
final class Crowd {
  private static final int NODES = 50;
  private static final int BEATS_PER_SECOND = NODES / 5;
  private static final int BEATS_PER_REGISTRATION = 12;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final String START = "start, with its topics";
  private static final String IN_ALL = "in all";

  private final Stack stack;
  private final Effort effort;

  /** What is told apart. */
  private record Kind(String name, Predicate<String> topics) {
    String records() {
      return name + ", records";
    }

    String bytes() {
      return name + ", size";
    }
  }

  Crowd(Stack stack, Effort effort) {
    this.stack = stack;
    this.effort = effort;
  }

  Trial trial() {
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.of(START, "ms"));
    for (Kind kind : kinds(new Topics("any"))) {
      claims.add(Claim.of(kind.records(), "records/s"));
      claims.add(Claim.of(kind.bytes(), "kB/s"));
    }
    return new Trial("coordinator of %d nodes".formatted(NODES), claims, this::measure);
  }

  private static List<Kind> kinds(Topics topics) {
    return List.of(
        new Kind("heartbeats", topics.heartbeats()::equals),
        new Kind("markers", topics.commands()::equals),
        new Kind("registrations", topics.registrations()::equals),
        new Kind("registry", topics.registry()::equals),
        new Kind(IN_ALL, topic -> true));
  }

  private List<Reading> measure() throws Exception {
    Topics topics = new Topics("crowd-" + UUID.randomUUID().toString().substring(0, 8));
    try (Server coordinator = stack.coordinator(topics, Server.SETTLED);
        AvroCodec codec = AvroCodec.forRegistry(stack.registryUrl());
        Producer<byte[], byte[]> producer = stack.producer();
        Admin admin = Admin.create(stack.kafkaClient())) {
      Members members = new Members(producer, codec, topics, NODES);
      for (int node = 0; node < NODES; node++) {
        members.register(node);
        members.beat(node);
      }
      announce(members, effort.warmup());
      producer.flush();
      Traffic before = Traffic.of(admin, topics);
      long beginNanos = System.nanoTime();
      int beats = announce(members, longer(Pace.window(effort).multipliedBy(2), SHORTEST));
      producer.flush();
      Traffic since = Traffic.of(admin, topics).since(before);
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      check(since, topics, beats);
      List<Reading> readings = new ArrayList<>();
      readings.add(new Reading(START, coordinator.startup().toNanos() / 1e6));
      for (Kind kind : kinds(topics)) {
        readings.add(new Reading(kind.records(), since.records(kind.topics()) / seconds));
        readings.add(new Reading(kind.bytes(), since.bytes(kind.topics()) / seconds / 1e3));
      }
      return readings;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static int announce(Members members, Duration during) throws Exception {
    int[] beats = {0};
    Pace.evenly(
        BEATS_PER_SECOND,
        during,
        number -> {
          members.beat(number % NODES);
          if (number % BEATS_PER_REGISTRATION == 0) {
            members.register(number / BEATS_PER_REGISTRATION % NODES);
          }
          beats[0]++;
        });
    return beats[0];
  }

  /** What was not said costs nothing. */
  private static void check(Traffic since, Topics topics, int beats) {
    long heard = since.records(topics.heartbeats()::equals);
    long markers = since.records(topics.commands()::equals);
    // The coordinator is a member, too.
    if (heard < beats || markers == 0) {
      throw new IllegalStateException(
          "found %d heartbeats and %d markers, expected %d and some"
              .formatted(heard, markers, beats));
    }
  }
}

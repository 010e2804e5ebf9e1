// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Members;
import dev.freshet.benchmarks.harness.stack.Opened;
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
import org.jspecify.annotations.Nullable;

/**
 * A coordinator with fifty nodes, none of which has anything to do: how much the broker has to
 * store. The nodes are nothing but what they say, as often as nodes do: a heartbeat in five
 * seconds, a registration in a minute. Between the rounds they are silent. For one thread.
 */
final class Crowd implements AutoCloseable {
  private static final int NODES = 50;
  private static final int ATTEMPTS = 5;
  private static final int BEATS_PER_SECOND = NODES / 5;
  private static final int BEATS_PER_REGISTRATION = 12;

  /** In which one of them registers. */
  private static final Duration TURN =
      Duration.ofSeconds(1).multipliedBy(BEATS_PER_REGISTRATION).dividedBy(BEATS_PER_SECOND);

  private static final String START = "start, with its topics";
  private static final String IN_ALL = "in all";

  private final Topics topics = new Topics("crowd");
  private final Opened opened = new Opened();
  private final Stack stack;
  private final Effort effort;
  private final Starts starts;
  private @Nullable Voices voices;

  /** What the nodes are. */
  private record Voices(Producer<byte[], byte[]> producer, Members members) {}

  /** What is told apart. */
  private record Kind(String name, Predicate<String> topics) {
    String records() {
      return name + ", records";
    }

    String bytes() {
      return name + ", size";
    }
  }

  /**
   * @param coordinators that have started on the stack, each with topics of its own
   */
  Crowd(Stack stack, Effort effort, List<Server> coordinators) {
    this.stack = stack;
    this.effort = effort;
    this.starts = new Starts(coordinators, () -> stack.coordinator(another(), Server.SETTLED));
  }

  private static Topics another() {
    return new Topics("start-" + UUID.randomUUID().toString().substring(0, 8));
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
    Voices all = voices();
    try (Admin admin = Admin.create(stack.kafkaClient())) {
      for (int node = 0; node < NODES; node++) {
        all.members().register(node);
        all.members().beat(node);
      }
      announce(all, effort.warmup());
      Said said = said(all, admin);
      List<Reading> readings = new ArrayList<>();
      readings.add(new Reading(START, starts.nextMillis()));
      for (Kind kind : kinds(topics)) {
        double seconds = said.seconds();
        readings.add(new Reading(kind.records(), said.all().records(kind.topics()) / seconds));
        readings.add(new Reading(kind.bytes(), said.all().bytes(kind.topics()) / seconds / 1e3));
      }
      return readings;
    }
  }

  /** What was said in so long a time. */
  private record Said(Traffic all, double seconds) {}

  /**
   * Listens for a while; again where somebody has said nothing all the time, for the machine stood
   * still: what was not said costs nothing.
   */
  private Said said(Voices voices, Admin admin) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Traffic before = Traffic.of(admin, topics);
      long beginNanos = System.nanoTime();
      int beats = announce(voices, turns(Pace.window(effort)));
      Traffic since = Traffic.of(admin, topics).since(before);
      double seconds = (System.nanoTime() - beginNanos) / 1e9;
      long heard = since.records(topics.heartbeats()::equals);
      // The coordinator is a member, too.
      if (heard >= beats && since.records(topics.commands()::equals) > 0) {
        return new Said(since, seconds);
      }
    }
    throw new IllegalStateException(
        "%s: found heartbeats or markers missing %d times, expected all heartbeats and some markers"
            .formatted(topics.environment(), ATTEMPTS));
  }

  /** Of a coordinator that is started for the first of them. */
  private Voices voices() {
    Voices open = voices;
    if (open == null) {
      starts.started(stack.coordinator(topics, Server.SETTLED));
      Producer<byte[], byte[]> producer = opened.add(stack.producer());
      AvroCodec codec = opened.add(AvroCodec.forRegistry(stack.registryUrl()));
      open = new Voices(producer, new Members(producer, codec, topics, NODES));
      voices = open;
    }
    return open;
  }

  /** As long as that or a little longer, so that the registrations are those of the time. */
  private static Duration turns(Duration wanted) {
    return TURN.multipliedBy(wanted.dividedBy(TURN) + 1);
  }

  /** Until all of it is stored. */
  private static int announce(Voices voices, Duration during) throws Exception {
    int[] beats = {0};
    Pace.evenly(
        BEATS_PER_SECOND,
        during,
        number -> {
          voices.members().beat(number % NODES);
          if (number % BEATS_PER_REGISTRATION == 0) {
            voices.members().register(number / BEATS_PER_REGISTRATION % NODES);
          }
          beats[0]++;
        });
    voices.producer().flush();
    return beats[0];
  }

  @Override
  public void close() {
    opened.close();
  }
}

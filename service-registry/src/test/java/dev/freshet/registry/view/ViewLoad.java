// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.Records;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a view costs and how soon it shows a change, with 1,000 members that are heard 200 times a
 * second. Run by hand; prints its figures.
 */
public final class ViewLoad {
  private static final int MEMBERS = 1_000;
  private static final int PER_SECOND = 200;
  private static final int SECONDS = 20;

  private final Topics topics = new Topics(Environments.unique());
  private final AvroCodec codec = AvroCodec.forRegistry("mock://view-load");
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
  private final Producer<byte[], byte[]> producer =
      new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  private final Map<MemberId, Long> changedNanos = new ConcurrentHashMap<>();
  private final AtomicLong snapshots = new AtomicLong();

  private ViewLoad() {}

  /** Loads a view, without arguments. */
  public static void main(String[] args) throws Exception {
    new ViewLoad().run();
    System.exit(0);
  }

  private void run() throws Exception {
    try (Admin admin = Admin.create(kafka)) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
    for (int i = 0; i < MEMBERS; i++) {
      send(topics.registry(), i, Records.entry("p-" + i, "first"));
    }
    producer.flush();
    long startNanos = System.nanoTime();
    try (RegistryView view = RegistryView.follow(kafka, topics, codec)) {
      view.awaitLoaded(Duration.ofSeconds(30));
      System.out.printf(
          "loaded %d members in %d ms%n",
          view.snapshot().members().size(), (System.nanoTime() - startNanos) / 1_000_000);
      beat(1, 5);
      measure(view);
    }
  }

  private void measure(RegistryView view) {
    long[] delays = new long[SECONDS];
    AtomicLong seen = new AtomicLong();
    RegistryView.Subscription unused =
        view.onChange(
            snapshot -> {
              snapshots.incrementAndGet();
              note(snapshot, delays, seen);
            });
    long cpuNanos = viewCpuNanos();
    long bytes = viewBytes();
    long startNanos = System.nanoTime();
    beat(10_000, SECONDS);
    double elapsed = System.nanoTime() - startNanos;
    long[] sorted = Arrays.copyOf(delays, (int) seen.get());
    Arrays.sort(sorted);
    System.out.printf(
        "%d members, %d heartbeats/s: %.2f %% of one core, %.1f MB/s allocated, %.1f snapshots/s%n",
        MEMBERS,
        PER_SECOND,
        100 * (viewCpuNanos() - cpuNanos) / elapsed,
        (viewBytes() - bytes) / elapsed * 1e9 / 1e6,
        snapshots.get() / elapsed * 1e9);
    System.out.printf(
        "a change in the registry is shown after: median %.1f ms, slowest of %d %.1f ms%n",
        sorted[sorted.length / 2] / 1e6, sorted.length, sorted[sorted.length - 1] / 1e6);
  }

  private void note(RegistrySnapshot snapshot, long[] delays, AtomicLong seen) {
    long nowNanos = System.nanoTime();
    changedNanos.forEach(
        (id, since) -> {
          if (snapshot.find(id).orElseThrow().entry().getState() == MemberStatus.SUSPECT) {
            delays[(int) seen.getAndIncrement()] = nowNanos - since;
            changedNanos.remove(id);
          }
        });
  }

  /** Sends heartbeats evenly, and changes the state of one member a second. */
  private void beat(long firstSequence, int seconds) {
    long startNanos = System.nanoTime();
    for (int i = 0; i < seconds * PER_SECOND; i++) {
      LockSupport.parkNanos(startNanos + i * 1_000_000_000L / PER_SECOND - System.nanoTime());
      int member = i % MEMBERS;
      send(topics.heartbeats(), member, heartbeat(member, firstSequence + i / MEMBERS));
      if (firstSequence > 1 && i % PER_SECOND == 77) {
        RegistryEntry suspect =
            RegistryEntry.newBuilder(Records.entry("p-" + member, "first"))
                .setState(MemberStatus.SUSPECT)
                .build();
        changedNanos.put(Records.member("p-" + member), System.nanoTime());
        send(topics.registry(), member, suspect);
      }
    }
  }

  private static Heartbeat heartbeat(int member, long sequence) {
    return Heartbeat.newBuilder(Records.heartbeat("p-" + member, "first", sequence))
        .setConditions(
            List.of("LogFollowed", "L2Available", "Fresh").stream()
                .map(type -> new MemberCondition(type, ConditionStatus.TRUE, "Well", "", 0L))
                .toList())
        .setWatermarks(IntStream.range(0, 12).mapToObj(p -> new Watermark(p, 1, 99L)).toList())
        .setApplied(
            IntStream.range(0, 12).mapToObj(p -> new SourceApplied("events", p, 99L)).toList())
        .setRegions(
            IntStream.range(0, 10)
                .mapToObj(r -> new RegionStatus("region-" + r, 1L, 2L, 3L, 4L, 5L, 6L, 7))
                .toList())
        .build();
  }

  private void send(String topic, int member, SpecificRecord value) {
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                Records.member("p-" + member).toString().getBytes(StandardCharsets.UTF_8),
                codec.encode(topic, value)));
  }

  private static long viewCpuNanos() {
    return viewThreads().map(ViewLoad::cpuNanos).sum();
  }

  private static LongStream viewThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("freshet-registry-view"))
        .mapToLong(Thread::getId);
  }

  private static long cpuNanos(long thread) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.getThreadCpuTime(thread);
  }

  private static long viewBytes() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return viewThreads().map(threads::getThreadAllocatedBytes).sum();
  }
}

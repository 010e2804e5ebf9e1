// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.rules.RuleBook;
import dev.freshet.worker.AppliedCommand;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where changes arrive: a node with L1 alone, and beside it a plain consumer of a relay's copy.
 * Arguments: Kafka, schema registry, environment.
 *
 * <p>A change has arrived at the node when it was told that a command is applied and then found no
 * value any more where there was one before.
 */
final class WatchServer {
  static final String CLOCK = "clock";
  static final String FILL = "fill";
  static final String EXPECT_CHANGES = "expect-changes";
  static final String AWAIT_CHANGES = "await-changes";
  static final String EXPECT_COPIES = "expect-copies";
  static final String AWAIT_COPIES = "await-copies";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final byte[] VALUE = "v".repeat(200).getBytes(UTF_8);

  private final Arrivals changes = new Arrivals();
  private final Arrivals copies = new Arrivals();
  private final Map<Integer, EntryKey> held = new ConcurrentHashMap<>();
  private final FreshetNode node;
  private final Region<byte[]> region;

  private WatchServer(String kafka, String registry, String environment) {
    this.node =
        FreshetNode.builder("watch")
            .kafka(kafka)
            .registry(registry)
            .environment(environment)
            .regions(RuleBook.compile(List.of(Change.rules())).orThrow().regions())
            .listener(this::applied)
            .start();
    this.region = node.region(Change.REGION, byte[].class);
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    WatchServer server = new WatchServer(arguments[0], arguments[1], arguments[2]);
    server.node.awaitReady(Duration.ofMinutes(1));
    server.follow(arguments[0], Relay.out(arguments[2]));
    int port =
        Control.serve(
            Map.of(
                CLOCK, nothing -> Long.toString(System.nanoTime()),
                FILL, schedule -> server.fill(Schedule.parse(schedule)),
                EXPECT_CHANGES, schedule -> expect(server.changes, schedule),
                AWAIT_CHANGES, nothing -> server.changes.await(PATIENCE).text(),
                EXPECT_COPIES, schedule -> expect(server.copies, schedule),
                AWAIT_COPIES, nothing -> server.copies.await(PATIENCE).text()));
    Server.ready("control=" + port);
  }

  /** A schedule, and behind it how many of its changes do not count. */
  private static String expect(Arrivals arrivals, String argument) {
    int last = argument.lastIndexOf(' ');
    arrivals.expect(
        Schedule.parse(argument.substring(0, last)),
        Integer.parseInt(argument.substring(last + 1)));
    return "";
  }

  /** Loads what the changes of a schedule will make stale. */
  private String fill(Schedule schedule) {
    held.clear();
    for (int number = schedule.first(); schedule.has(number); number++) {
      EntryKey key = region.key(Map.of("id", number));
      held.put(number, key);
      byte[] unused = region.get(key, missed -> VALUE);
    }
    for (EntryKey key : held.values()) {
      if (region.getIfPresent(key) == null) {
        throw new IllegalStateException(key.text() + ": found no value, expected the loaded one");
      }
    }
    return "";
  }

  private void applied(AppliedCommand command) {
    String tag = command.target().text();
    if (!tag.startsWith("t|" + Change.TAG)) {
      return;
    }
    int number = Change.number(tag);
    EntryKey key = held.get(number);
    if (key == null) {
      return;
    }
    if (region.getIfPresent(key) != null) {
      changes.fail(key.text() + ": found a value after " + tag + " was applied, expected none");
    }
    changes.arrived(number, System.nanoTime());
  }

  /** With the settings of the node's own consumer. */
  private void follow(String kafka, String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "max.poll.records",
                5_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, Relay.partitions())
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList());
    Thread thread = new Thread(() -> read(consumer), "copies");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> copy : consumer.poll(POLL)) {
          copies.arrived(Change.number(new String(copy.key(), UTF_8)), System.nanoTime());
        }
      }
    }
  }
}

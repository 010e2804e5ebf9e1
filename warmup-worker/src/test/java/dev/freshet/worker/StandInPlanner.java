// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.WarmupTopics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Hands out warm-up tasks to one service and hears the reports, as a coordinator would, which this
 * module must not know. For one thread.
 */
final class StandInPlanner implements AutoCloseable {
  private final NodeHarness cluster;
  private final String service;
  private final AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url());
  private final KafkaProducer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> heard;
  private final List<Object> messages = new ArrayList<>();
  final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

  StandInPlanner(NodeHarness cluster, String service) {
    this.cluster = cluster;
    this.service = service;
    WarmupTopics.ensure(cluster.admin, cluster.topics, TopicSizing.dev(), service);
    Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.heard =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        List.of(
            new TopicPartition(cluster.topics.warmupInbox(), 0),
            new TopicPartition(cluster.topics.deadLetters(), 0));
    heard.assign(partitions);
    heard.seekToEnd(partitions);
    partitions.forEach(heard::position);
  }

  /** Sets how long a worker may keep a task without renewing it. */
  void lock(Duration time) throws ExecutionException, InterruptedException {
    ConfigResource group =
        new ConfigResource(
            ConfigResource.Type.GROUP, cluster.topics.warmupWorkers(service, WarmupPriority.HIGH));
    ConfigEntry lock =
        new ConfigEntry("share.record.lock.duration.ms", Long.toString(time.toMillis()));
    cluster
        .admin
        .incrementalAlterConfigs(
            Map.of(group, List.of(new AlterConfigOp(lock, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /** A task of region {@code profile}, to be finished. */
  static WarmupTask.Builder task(String run, int number, Object work) {
    return WarmupTask.newBuilder()
        .setRun(run)
        .setNumber(number)
        .setAttempt(1)
        .setRuleSet("users")
        .setJob(run)
        .setRegion("profile")
        .setWork(work)
        .setBehind(List.of())
        .setConcurrency(8)
        .setTimeoutMs(300_000)
        .setAttempts(2)
        .setBackoffMs(10)
        .setMaxBackoffMs(10)
        .setPlannedAtMs(System.currentTimeMillis());
  }

  static LoadKeys keys(int from, int to) {
    return new LoadKeys(IntStream.range(from, to).mapToObj(i -> "profile:" + i).toList());
  }

  void handOut(WarmupPriority priority, WarmupTask.Builder task) {
    handOut(priority, avro.encode(topic(priority), task.build()));
  }

  void handOut(WarmupPriority priority, byte[] task) {
    try {
      producer.send(new ProducerRecord<>(topic(priority), "run".getBytes(UTF_8), task)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("task not handed out", e);
    }
  }

  private String topic(WarmupPriority priority) {
    return cluster.topics.warmupTasks(service, priority);
  }

  /** Waits for reports of so many tasks of a run: the first of each, in the order of the log. */
  List<TaskReport> reports(String run, int count) {
    List<TaskReport> reports = new ArrayList<>();
    await()
        .atMost(NodeHarness.PATIENCE)
        .until(
            () -> {
              hear();
              reports.clear();
              messages.stream()
                  .filter(TaskReport.class::isInstance)
                  .map(TaskReport.class::cast)
                  .filter(report -> report.getRun().equals(run))
                  .filter(report -> isFirst(report, reports))
                  .forEach(reports::add);
              return reports.size() >= count;
            });
    return reports;
  }

  /** Of a task that is done again, as any may be, there is another. */
  private static boolean isFirst(TaskReport report, List<TaskReport> before) {
    return before.stream().noneMatch(each -> each.getNumber() == report.getNumber());
  }

  /** Waits for the last page of a run. */
  KeysListed listed(String run) {
    return await()
        .atMost(NodeHarness.PATIENCE)
        .until(
            () -> {
              hear();
              return messages.stream()
                  .filter(KeysListed.class::isInstance)
                  .map(KeysListed.class::cast)
                  .filter(page -> page.getRun().equals(run) && page.getLast())
                  .findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Hears what there is now. */
  void hear() {
    for (ConsumerRecord<byte[], byte[]> each : heard.poll(Duration.ofMillis(50))) {
      if (each.topic().equals(cluster.topics.deadLetters())) {
        deadLetters.add(each);
      } else {
        RecordAddress address = new RecordAddress(each.topic(), each.partition(), each.offset());
        messages.add(avro.decode(address, each.value(), WarmupMessage.class).getContent());
      }
    }
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    heard.close();
    producer.close(Duration.ofSeconds(2));
    avro.close();
  }
}

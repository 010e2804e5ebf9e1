// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.worker.log.NodeSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of hot keys once, from its start to the end that it has then: assigned, without a
 * group. A report that cannot be read is left out. Safe for any thread.
 */
public final class HotKeyReader implements HotKeySource {
  private static final Logger LOG = LoggerFactory.getLogger(HotKeyReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final NodeSettings settings;
  private final AvroCodec avro;

  /** A reader, which connects when it reads. */
  public HotKeyReader(NodeSettings settings, AvroCodec avro) {
    this.settings = settings;
    this.avro = avro;
  }

  @Override
  public List<HotKeys> read() throws InterruptedException {
    Consumer<byte[], byte[]> consumer = consumer();
    try {
      return read(consumer);
    } catch (InterruptException e) {
      boolean unused = Thread.interrupted(); // the client says it in both ways
      InterruptedException stopped = new InterruptedException("hot keys: reading was stopped");
      stopped.initCause(e);
      throw stopped;
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(settings.clientConfig("hot-keys"));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<HotKeys> read(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(settings.topics().hotKeys()).stream()
            .map(known -> new TopicPartition(known.topic(), known.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<ByteBuffer, HotKeys> latest = new HashMap<>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(record -> take(record, latest));
    }
    return List.copyOf(latest.values());
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Map<ByteBuffer, HotKeys> latest) {
    ByteBuffer key = ByteBuffer.wrap(record.key());
    if (record.value() == null) {
      latest.remove(key);
      return;
    }
    RecordAddress from = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      latest.put(key, avro.decode(from, record.value(), HotKeys.class));
    } catch (UndecodableRecordException e) {
      LOG.warn("hot keys unreadable node={}", settings.node(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports of hot keys to their topic, each over the node's last one on the region. Safe for
 * any thread; one that cannot be sent is logged.
 */
public final class HotKeyWriter implements Consumer<HotKeys> {
  private static final Logger LOG = LoggerFactory.getLogger(HotKeyWriter.class);

  private final Producer<byte[], byte[]> producer;
  private final AvroCodec avro;
  private final String topic;

  /** Neither is closed by the writer. */
  public HotKeyWriter(Producer<byte[], byte[]> producer, AvroCodec avro, Topics topics) {
    this.producer = producer;
    this.avro = avro;
    this.topic = topics.hotKeys();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback has all that the future would say
  public void accept(HotKeys report) {
    String key = report.getService() + "/" + report.getInstance() + "/" + report.getRegion();
    producer.send(
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), avro.encode(topic, report)),
        (metadata, failure) -> {
          if (failure != null) {
            LOG.warn("hot keys not sent node={}", report.getInstance(), failure);
          }
        });
  }
}

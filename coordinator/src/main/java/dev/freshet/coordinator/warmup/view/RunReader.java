// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a record says of a run. Safe for any thread; waits for the schema registry. */
final class RunReader {
  private static final Logger LOG = LoggerFactory.getLogger(RunReader.class);

  private final AvroCodec codec;

  RunReader(AvroCodec codec) {
    this.codec = codec;
  }

  /**
   * Has a record take effect, and answers what it says; empty if it forgets a run, or cannot be
   * read.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if its schema cannot be had now;
   *     nothing has changed then
   */
  Optional<WarmupRun> read(ConsumerRecord<byte[], byte[]> record, Runs runs) {
    byte[] key = record.key();
    if (key != null && record.value() == null) {
      runs.remove(new String(key, UTF_8));
      return Optional.empty();
    }
    RecordAddress address = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      WarmupRun run = codec.decode(address, record.value(), WarmupRun.class);
      runs.put(run);
      return Optional.of(run);
    } catch (UndecodableRecordException e) {
      LOG.warn("warm-up run left out: its record cannot be read at={}", address, e);
      return Optional.empty();
    }
  }
}

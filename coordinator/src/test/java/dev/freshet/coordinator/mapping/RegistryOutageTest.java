// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.example.payment.PaymentSuccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryOutageTest {
  private final RegistryStub registry = new RegistryStub();
  private final byte[] avro =
      AvroCodec.forRegistry(registry.url())
          .encode(
              TOPICS.events(),
              new PaymentSuccess("p", 42L, "b", 9.5, "EUR", "DONE", null, Instant.EPOCH));

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void shouldWaitForRegistryInsteadOfRejecting() {
    Patience patience =
        new Patience(Patience.DEFAULT, pause -> registryComesBack(), System::nanoTime);
    try (MappingDriver driver = new MappingDriver(registry.url(), patience)) {
      driver.applyRules("payments", 1, TestRules.payments(TestRules.history("paid")));
      registry.setDown(true);

      driver.publish(new ProducerRecord<>(TOPICS.events(), avro));

      assertTrue(registry.refusals() > 0);
      assertEquals(List.of("k|payment:history:42"), driver.targets());
      assertEquals(List.of(), driver.deadLetters());
    }
  }

  private boolean registryComesBack() {
    registry.setDown(false);
    return true;
  }

  @Test
  void shouldStopBeforeRecordIsPassedByIfRegistryStaysAway() {
    Patience none = new Patience(Patience.DEFAULT, pause -> false, System::nanoTime);
    try (MappingDriver driver = new MappingDriver(registry.url(), none)) {
      driver.view =
          new SourceOffsets.View(
              driver.clock.instant(),
              Map.of(TOPICS.events(), 1),
              Map.of(new TopicPartition(TOPICS.events(), 0), MappingDriver.range(0, 1)));
      driver.tick();
      registry.setDown(true);

      ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(TOPICS.events(), avro);
      assertThrows(StreamsException.class, () -> driver.publish(event));
      registry.setDown(false);
      driver.tick();

      assertEquals(List.of(), driver.deadLetters());
      assertNull(driver.meters.find("freshet.dlq").counter());
      List<Long> told =
          driver.markers().stream()
              .map(marker -> marker.getSources().get(0).getNextOffset())
              .toList();
      assertEquals(List.of(0L, 0L), told);
    }
  }
}

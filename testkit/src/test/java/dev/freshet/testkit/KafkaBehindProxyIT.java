// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

class KafkaBehindProxyIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String TOPIC = "events";

  @Test
  void shouldCutOffOneClientAlone() throws Exception {
    try (KafkaBehindProxy kafka = KafkaBehindProxy.start();
        KafkaProducer<String, String> proxied = new Records(kafka.proxiedServers()).producer()) {
      Records direct = new Records(kafka.directServers());
      direct.createTopic(TOPIC);
      proxied.send(new ProducerRecord<>(TOPIC, "one")).get();

      kafka.proxy().cut();
      Future<RecordMetadata> held = proxied.send(new ProducerRecord<>(TOPIC, "three"));
      direct.produce(TOPIC, "two");
      assertFalse(held.isDone());
      kafka.proxy().heal();

      await().atMost(TIMEOUT).until(held::isDone);
      assertEquals(List.of("one", "two", "three"), direct.consume(TOPIC, 3));
    }
  }
}

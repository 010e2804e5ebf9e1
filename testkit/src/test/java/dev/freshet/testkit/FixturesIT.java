// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixturesIT {

  @Test
  void shouldGiveABrokerThatTakesAndGivesRecords() throws Exception {
    String topic = Environments.unique() + ".events";
    Records records = new Records(KafkaFixture.bootstrapServers());
    records.createTopic(topic);

    records.produce(topic, "one");
    records.produce(topic, "two");

    assertEquals(List.of("one", "two"), records.consume(topic, 2));
    assertEquals(KafkaFixture.bootstrapServers(), KafkaFixture.bootstrapServers());
  }

  @Test
  void shouldGiveARedisThatAnswers() throws Exception {
    URI url = URI.create(RedisFixture.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String key = Environments.unique();
      socket
          .getOutputStream()
          .write(("SET " + key + " 42\r\nGET " + key + "\r\n").getBytes(StandardCharsets.US_ASCII));

      byte[] answer = socket.getInputStream().readNBytes("+OK\r\n$2\r\n42\r\n".length());

      assertEquals("+OK\r\n$2\r\n42\r\n", new String(answer, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void shouldGiveADatabaseToEachTestThatAsks() throws Exception {
    try (Connection one = DriverManager.getConnection(PostgresFixture.newDatabase());
        Connection other = DriverManager.getConnection(PostgresFixture.newDatabase())) {
      one.createStatement().execute("create table payments (id bigint)");
      one.createStatement().execute("insert into payments values (42)");

      ResultSet payments = one.createStatement().executeQuery("select id from payments");
      assertTrue(payments.next());
      assertEquals(42, payments.getLong(1));
      assertThrows(
          SQLException.class, () -> other.createStatement().execute("select id from payments"));
    }
  }

  @Test
  void shouldGiveARegistryForTheGenuineClient() throws Exception {
    String subject = Environments.unique() + ".events-value";
    AvroSchema schema = new AvroSchema("{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}");
    try (CachedSchemaRegistryClient client =
            new CachedSchemaRegistryClient(RegistryFixture.url(), 10);
        CachedSchemaRegistryClient stranger =
            new CachedSchemaRegistryClient(RegistryFixture.url(), 10)) {
      int id = client.register(subject, schema);

      assertEquals(schema, stranger.getSchemaById(id));
      RestClientException unknown =
          assertThrows(RestClientException.class, () -> stranger.getSchemaById(987_654));
      assertEquals(404, unknown.getStatus());
    }
  }

  @Test
  void shouldKeepTestsApart() {
    assertNotEquals(Environments.unique(), Environments.unique());
  }
}

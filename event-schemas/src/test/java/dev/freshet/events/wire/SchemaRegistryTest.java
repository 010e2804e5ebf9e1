// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.wire.SchemaRegistry.Registered;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
  private static final String LINE =
      "{\"type\":\"record\",\"name\":\"Line\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
  private static final String ORDER =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"line\",\"type\":\"Line\"}]}";

  @Test
  void shouldListTheSubjectsOfATopicInOrder() throws Exception {
    try (SchemaRegistry registry = registry(client("b-Line", "a-Other", "a-Line"))) {
      assertEquals(List.of("a-Line", "a-Other"), registry.subjects("a-"));
      assertEquals(List.of("a-Line", "a-Other", "b-Line"), registry.subjects(""));
    }
  }

  @Test
  void shouldGiveTheNewestVersionAlone() throws Exception {
    MockSchemaRegistryClient client = client("a-Line");
    String newer = LINE.replace("]}", ",{\"name\":\"n\",\"type\":\"int\",\"default\":0}]}");
    client.register("a-Line", new AvroSchema(newer));

    try (SchemaRegistry registry = registry(client)) {
      assertEquals(
          Optional.of(new Registered("a-Line", 2, "AVRO", newer, List.of())),
          registry.newest("a-Line"));
    }
  }

  @Test
  void shouldGiveTheTextsThatASchemaRefersTo() throws Exception {
    MockSchemaRegistryClient client = client("a-Line");
    client.register(
        "a-Order",
        new AvroSchema(
            ORDER, List.of(new SchemaReference("Line", "a-Line", 1)), Map.of("Line", LINE), 1));

    try (SchemaRegistry registry = registry(client)) {
      assertEquals(List.of(LINE), registry.newest("a-Order").orElseThrow().referenced());
    }
  }

  @Test
  void shouldTellASubjectThatIsGoneFromARegistryThatFails() {
    try (SchemaRegistry registry = registry(failing(new RestClientException("gone", 404, 40401)))) {
      assertEquals(Optional.empty(), registry.newest("a-Line"));
    }
    for (Exception trouble :
        List.of(
            new IOException("refused"),
            new RestClientException("no such path", 404, 404),
            new RestClientException("down", 503, 50301))) {
      try (SchemaRegistry registry = registry(failing(trouble))) {
        var error =
            assertThrows(RegistryUnavailableException.class, () -> registry.newest("a-Line"));

        assertTrue(
            String.valueOf(error.getMessage())
                .startsWith("the schema registry at http://registry cannot be asked: "),
            error.getMessage());
        assertThrows(RegistryUnavailableException.class, () -> registry.subjects(""));
      }
    }
  }

  private static SchemaRegistry registry(MockSchemaRegistryClient client) {
    return new SchemaRegistry("http://registry", client);
  }

  private static MockSchemaRegistryClient client(String... subjects) throws Exception {
    MockSchemaRegistryClient client = new MockSchemaRegistryClient();
    for (String subject : subjects) {
      client.register(subject, new AvroSchema(LINE));
    }
    return client;
  }

  private static MockSchemaRegistryClient failing(Exception trouble) {
    return new FailingClient(trouble);
  }

  /** Answers every question with the same failure. */
  private static final class FailingClient extends MockSchemaRegistryClient {
    private final Exception trouble;

    FailingClient(Exception trouble) {
      this.trouble = trouble;
    }

    @Override
    public Collection<String> getAllSubjectsByPrefix(String prefix)
        throws IOException, RestClientException {
      throw raise();
    }

    @Override
    public SchemaMetadata getLatestSchemaMetadata(String subject)
        throws IOException, RestClientException {
      throw raise();
    }

    private IOException raise() throws IOException, RestClientException {
      if (trouble instanceof RestClientException rest) {
        throw rest;
      }
      return (IOException) trouble;
    }
  }
}

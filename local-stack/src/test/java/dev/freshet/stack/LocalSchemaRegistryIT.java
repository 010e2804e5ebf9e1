// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSchemaRegistryIT {

  private static final String TOPIC = "freshet.events-v1";
  private static final String SUBJECT = TOPIC + "-value";
  private static final Schema PAYMENT =
      SchemaBuilder.record("Payment").fields().requiredLong("userId").endRecord();
  private static final Schema PAYMENT_WITH_DEFAULT =
      SchemaBuilder.record("Payment")
          .fields()
          .requiredLong("userId")
          .optionalString("note")
          .endRecord();
  private static final Schema PAYMENT_WITHOUT_DEFAULT =
      SchemaBuilder.record("Payment")
          .fields()
          .requiredLong("userId")
          .requiredString("note")
          .endRecord();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldServeTheGenuineSerializers() {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start();
        KafkaAvroSerializer serializer = serializer(registry);
        KafkaAvroDeserializer deserializer = deserializer(registry)) {
      GenericRecord payment = payment(42);

      byte[] bytes = serializer.serialize(TOPIC, payment);

      assertEquals(payment, deserializer.deserialize(TOPIC, bytes));
    }
  }

  @Test
  void shouldServeSerializersThatMustNotRegister() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start();
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        KafkaAvroDeserializer deserializer = deserializer(registry)) {
      serializer.configure(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", false), false);
      assertThrows(SerializationException.class, () -> serializer.serialize(TOPIC, payment(42)));
      register(registry, SUBJECT, PAYMENT);

      byte[] bytes = serializer.serialize(TOPIC, payment(42));

      assertEquals(payment(42), deserializer.deserialize(TOPIC, bytes));
    }
  }

  @Test
  void shouldAnswerConfluentsCodeForAnUnknownId() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start();
        KafkaAvroDeserializer deserializer = deserializer(registry)) {
      byte[] unknown = ByteBuffer.allocate(6).put((byte) 0).putInt(99).put((byte) 2).array();

      SerializationException refused =
          assertThrows(
              SerializationException.class, () -> deserializer.deserialize(TOPIC, unknown));

      RestClientException cause = assertInstanceOf(RestClientException.class, refused.getCause());
      assertEquals(404, cause.getStatus());
      assertEquals(40403, cause.getErrorCode());
      HttpResponse<String> raw = get(registry, "/schemas/ids/99");
      assertEquals("Schema 99 not found", new JsonObject(raw.body()).getString("message"));
      assertEquals(
          "application/vnd.schemaregistry.v1+json",
          raw.headers().firstValue("Content-Type").orElseThrow());
    }
  }

  @Test
  void shouldKeepIdsAndLevelsAcrossRestart(@TempDir Path home) throws Exception {
    int first;
    int second;
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start(Placement.in(home))) {
      first = register(registry, SUBJECT, PAYMENT);
      put(registry, "/config/other", "{\"compatibility\":\"NONE\"}");
      register(registry, "other", PAYMENT);
      second = register(registry, "other", PAYMENT_WITHOUT_DEFAULT);
    }

    try (LocalSchemaRegistry again = LocalSchemaRegistry.start(Placement.in(home))) {
      assertEquals(second, json(get(again, "/subjects/other/versions/2")).getInteger("id"));
      assertEquals(first, register(again, "other", PAYMENT));
      assertEquals("NONE", json(get(again, "/config/other")).getString("compatibilityLevel"));
      assertEquals(second + 1, register(again, "third", PAYMENT_WITH_DEFAULT));
    }
  }

  @Test
  void shouldTakeAwayARegistrationThatACrashCutOff(@TempDir Path home) throws Exception {
    Path journal = home.resolve("schema-registry.jsonl");
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start(Placement.in(home))) {
      register(registry, SUBJECT, PAYMENT);
    }
    Files.writeString(journal, "{\"schemaType\":\"AV", StandardOpenOption.APPEND);

    try (LocalSchemaRegistry again = LocalSchemaRegistry.start(Placement.in(home))) {
      assertEquals(2, register(again, "other", PAYMENT_WITH_DEFAULT));
    }

    try (LocalSchemaRegistry third = LocalSchemaRegistry.start(Placement.in(home))) {
      assertEquals(2, register(third, "other", PAYMENT_WITH_DEFAULT));
    }
  }

  @Test
  void shouldNameFileAndLineOfAnUnreadableJournal(@TempDir Path home) throws Exception {
    Files.writeString(home.resolve("schema-registry.jsonl"), "not json\n");
    Placement broken = Placement.in(home);

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> LocalSchemaRegistry.start(broken));

    assertTrue(refused.toString().contains("schema-registry.jsonl:1:"), refused.toString());
  }

  @Test
  void shouldRefuseAnIncompatibleSchema() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start()) {
      register(registry, SUBJECT, PAYMENT);

      HttpResponse<String> refused =
          post(registry, "/subjects/" + SUBJECT + "/versions", PAYMENT_WITHOUT_DEFAULT);

      assertEquals(409, refused.statusCode());
      assertEquals(409, json(refused).getInteger("error_code"));
      assertEquals("[1]", get(registry, "/subjects/" + SUBJECT + "/versions").body());
      put(registry, "/config", "{\"compatibility\":\"NONE\"}");
      assertEquals(2, register(registry, SUBJECT, PAYMENT_WITHOUT_DEFAULT));
    }
  }

  @Test
  void shouldDescribeWhatWasRegistered() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start()) {
      int id = register(registry, SUBJECT, PAYMENT);
      register(registry, SUBJECT, PAYMENT_WITH_DEFAULT);

      JsonObject latest = json(get(registry, "/subjects/" + SUBJECT + "/versions/latest"));

      assertEquals(SUBJECT, latest.getString("subject"));
      assertEquals(2, latest.getInteger("version"));
      assertEquals(PAYMENT_WITH_DEFAULT, parse(latest.getString("schema")));
      assertEquals(new JsonArray().add(SUBJECT), array(get(registry, "/subjects?deleted=false")));
      assertEquals("[1,2]", get(registry, "/subjects/" + SUBJECT + "/versions").body());
      assertEquals(1, json(post(registry, "/subjects/" + SUBJECT, PAYMENT)).getInteger("version"));
      assertEquals(
          PAYMENT,
          parse(json(get(registry, "/schemas/ids/" + id + "?subject=x")).getString("schema")));
      assertEquals(
          new JsonArray().add(new JsonObject().put("subject", SUBJECT).put("version", 1)),
          array(get(registry, "/schemas/ids/" + id + "/versions")));
      assertEquals("[\"AVRO\"]", get(registry, "/schemas/types").body());
    }
  }

  @Test
  void shouldTakeSubjectsThatNeedEncoding() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start()) {
      register(registry, "a%2Fb%20c-%C3%A4.v1", PAYMENT);

      assertEquals(new JsonArray().add("a/b c-\u00e4.v1"), array(get(registry, "/subjects")));
    }
  }

  @Test
  void shouldSpeakConfluentsErrors() throws Exception {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start()) {
      register(registry, SUBJECT, PAYMENT);
      String subject = "/subjects/" + SUBJECT;

      assertError(404, 40401, get(registry, "/subjects/none/versions"));
      assertError(404, 40402, get(registry, subject + "/versions/9"));
      assertError(422, 42202, get(registry, subject + "/versions/first"));
      assertError(404, 40403, post(registry, subject, PAYMENT_WITH_DEFAULT));
      assertError(404, 40408, get(registry, "/config/" + SUBJECT));
      assertError(422, 42203, put(registry, "/config", "{\"compatibility\":\"SOME\"}"));
      assertError(422, 42201, post(registry, subject, "{\"schema\":\"{nope\"}"));
      assertError(422, 42201, post(registry, subject, "{}"));
      assertError(400, 400, post(registry, subject, "nope"));
      assertError(404, 404, get(registry, "/nowhere"));
    }
  }

  @Test
  void shouldRefuseATakenPort() {
    try (LocalSchemaRegistry registry = LocalSchemaRegistry.start()) {
      Placement taken = Placement.temporary().onPort(registry.port());

      assertThrows(PortInUseException.class, () -> LocalSchemaRegistry.start(taken));
    }
  }

  private static GenericRecord payment(long userId) {
    return new GenericRecordBuilder(PAYMENT).set("userId", userId).build();
  }

  private static KafkaAvroSerializer serializer(LocalSchemaRegistry registry) {
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    serializer.configure(Map.of("schema.registry.url", registry.url()), false);
    return serializer;
  }

  private static KafkaAvroDeserializer deserializer(LocalSchemaRegistry registry) {
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    deserializer.configure(Map.of("schema.registry.url", registry.url()), false);
    return deserializer;
  }

  private int register(LocalSchemaRegistry registry, String subject, Schema schema)
      throws Exception {
    HttpResponse<String> answer = post(registry, "/subjects/" + subject + "/versions", schema);
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer).getInteger("id");
  }

  private HttpResponse<String> post(LocalSchemaRegistry registry, String path, Schema schema)
      throws Exception {
    return post(registry, path, new JsonObject().put("schema", schema.toString()).encode());
  }

  private HttpResponse<String> post(LocalSchemaRegistry registry, String path, String body)
      throws Exception {
    return send(request(registry, path).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> put(LocalSchemaRegistry registry, String path, String body)
      throws Exception {
    return send(request(registry, path).PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(LocalSchemaRegistry registry, String path) throws Exception {
    return send(request(registry, path).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(LocalSchemaRegistry registry, String path) {
    return HttpRequest.newBuilder(URI.create(registry.url() + path));
  }

  private static void assertError(int status, int code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(code, json(answer).getInteger("error_code"), answer.body());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static JsonArray array(HttpResponse<String> answer) {
    return new JsonArray(answer.body());
  }

  private static Schema parse(String schema) {
    return new Schema.Parser().parse(schema);
  }
}

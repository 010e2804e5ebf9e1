// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry over HTTP that answers as a test says. */
class RegistryFailureTest {
  private static final RecordAddress AT = new RecordAddress("t", 0, 0);
  private static final byte[] ANY_RECORD = {0, 0, 0, 0, 1, 2, 'x'};

  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "";
  private HttpServer server;
  private AvroCodec codec;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    codec =
        AvroCodec.forRegistry(
            "http://127.0.0.1:" + server.getAddress().getPort(), Map.of("max.retries", 0));
  }

  @AfterEach
  void stop() {
    codec.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void willAnswer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "404 -> {\"error_code\":40403,\"message\":\"Schema not found\"} -> UNKNOWN_SCHEMA",
        "200 -> {\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"} -> NOT_AVRO",
        "200 -> {\"schema\":\"{no schema\"} -> NOT_AVRO",
        "200 -> {\"schema\":\"\\\"string\\\"\"} -> MALFORMED",
      })
  void shouldTakeTheRecordForPoisonIfTheRegistryAnswered(int code, String text, Reason reason) {
    willAnswer(code, text);

    var error = assertThrows(UndecodableRecordException.class, () -> codec.decode(AT, ANY_RECORD));

    assertEquals(reason, error.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "500 -> {\"error_code\":50001,\"message\":\"store\"}",
        "503 -> busy",
        "429 -> {\"error_code\":429,\"message\":\"slow down\"}",
        "401 -> {\"error_code\":401,\"message\":\"who are you\"}",
        "404 -> no registry lives here",
        "200 -> <html>a proxy's page</html>",
      })
  void shouldBlameTheRegistryIfItDidNotAnswer(int code, String text) {
    willAnswer(code, text);

    assertThrows(RegistryUnavailableException.class, () -> codec.decode(AT, ANY_RECORD));
    assertThrows(RegistryUnavailableException.class, () -> codec.decodeGeneric(AT, ANY_RECORD));
  }

  @Test
  void shouldBlameTheRegistryIfNobodyListens() {
    server.stop(0);

    assertThrows(RegistryUnavailableException.class, () -> codec.decode(AT, ANY_RECORD));
    assertThrows(
        RegistryUnavailableException.class, () -> codec.encode("t", AvroCodecTest.command("*")));
  }

  @ParameterizedTest
  @CsvSource({"500, 50001", "429, 429", "401, 401", "403, 403"})
  void shouldNotBlameARecordForARegistryThatDoesNotServe(int code, int errorCode) {
    willAnswer(code, "{\"error_code\":" + errorCode + ",\"message\":\"not now\"}");

    assertThrows(
        RegistryUnavailableException.class, () -> codec.encode("t", AvroCodecTest.command("*")));
  }

  @Test
  void shouldSayThatTheRegistryRefusesASchema() {
    willAnswer(409, "{\"error_code\":409,\"message\":\"incompatible with version 1\"}");

    var error =
        assertThrows(
            UnencodableRecordException.class, () -> codec.encode("t", AvroCodecTest.command("*")));

    assertEquals(
        "t: cannot write a dev.freshet.events.avro.InvalidationCommand: incompatible with version 1;"
            + " error code: 409",
        error.getMessage());
  }

  @Test
  void shouldAskOncePerSchemaAndNeverAgain() {
    InvalidationCommand command = AvroCodecTest.command("t|user:42");
    byte[] bytes = writtenWithId(1, command);
    String schema = InvalidationCommand.getClassSchema().toString().replace("\"", "\\\"");
    willAnswer(200, "{\"schema\":\"" + schema + "\"}");
    assertEquals(command, codec.decode(AT, bytes));
    willAnswer(500, "");

    for (int i = 0; i < 100; i++) {
      assertEquals(command, codec.decode(AT, bytes));
      assertEquals(command, codec.decode(AT, bytes, InvalidationCommand.class));
      assertEquals("t|user:42", codec.decodeGeneric(AT, bytes).get("target").toString());
    }

    assertEquals(1, requests.get());
  }

  @Test
  void shouldRegisterASchemaOnceAndNeverAgain() {
    willAnswer(200, "{\"id\":1}");
    codec.encode("t", AvroCodecTest.command("t|user:42"));
    willAnswer(500, "");

    for (int i = 0; i < 100; i++) {
      codec.encode("t", AvroCodecTest.command("t|user:" + i));
    }

    assertEquals(1, requests.get());
  }

  private static byte[] writtenWithId(int id, InvalidationCommand command) {
    byte[] bytes = new AvroCodec(new MockSchemaRegistryClient()).encode("t", command);
    return ByteBuffer.wrap(bytes).putInt(1, id).array();
  }
}

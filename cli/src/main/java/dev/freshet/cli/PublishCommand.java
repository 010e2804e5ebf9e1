// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.cli.publish.EventSchemas;
import dev.freshet.cli.publish.JsonToAvro;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freshet publish}. */
@Command(
    name = "publish",
    header = "Publishes one domain event and prints its receipt, topic:partition:offset.",
    description = {
      "",
      "With a registry the data goes out as Avro, in the schema whose property",
      "eventType is TYPE: a registered one of the topic, else a shipped one. Without",
      "a registry or a schema it goes out as JSON. Either way the event is a",
      "CloudEvent in binary mode.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  freshet publish order.shipped --bootstrap 127.0.0.1:9092 \\",
      "      --data '{\"userId\": 42}'",
      "  freshet publish payment.success --bootstrap 127.0.0.1:9092 \\",
      "      --registry http://127.0.0.1:8081 --data @payment.json",
      "  echo '{\"userId\": 42}' |",
      "      freshet publish order.shipped --bootstrap 127.0.0.1:9092 --data -",
      ""
    })
final class PublishCommand implements Callable<Integer> {
  private static final int TIMEOUT_MS = 5_000;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /** The data as it goes out: as Avro, or as JSON if there is no record. */
  private record Encoded(@Nullable GenericRecord record, String how) {}

  @Parameters(index = "0", paramLabel = "TYPE", description = "For example payment.success.")
  private String type = "";

  @Mixin private final Connection connection = new Connection();

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent API; without it the data goes as JSON.")
  private @Nullable String registry;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "JSON",
      description = "The data: a JSON object, @FILE, or - for standard input.")
  private String data = "";

  @Option(names = "--id", paramLabel = "ID", description = "Default a random one.")
  private String id = UUID.randomUUID().toString();

  @Option(
      names = "--source",
      paramLabel = "URI",
      defaultValue = "/freshet/cli",
      description = "Who says so; default ${DEFAULT-VALUE}.")
  private String source = "";

  @Option(names = "--subject", paramLabel = "TEXT", description = "What it happened to.")
  private @Nullable String subject;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = "Key of the record: one key's events keep their order; default the subject.")
  private @Nullable String key;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Default the topic of domain events of the environment.")
  private @Nullable String topic;

  @Override
  public Integer call() throws Exception {
    JsonNode json = parse(text());
    DomainEvent event = event(json);
    String target = topic == null ? new Topics(connection.environment()).events() : topic;
    Encoded encoded = encode(target, json);
    Reach.kafka(connection.bootstrap());
    try (EventPublisher publisher = publisher(target)) {
      GenericRecord record = encoded.record();
      CompletableFuture<Receipt> receipt =
          record == null ? publisher.publish(event, key) : publisher.publish(event, record, key);
      System.out.println(receipt.get());
      System.err.println("sent as " + encoded.how());
      return 0;
    } catch (ExecutionException e) {
      throw new CommandFailure(
          target
              + ": not published to "
              + connection.bootstrap()
              + ": "
              + String.valueOf(e.getCause()),
          e);
    }
  }

  private EventPublisher publisher(String target) {
    EventPublisher.Builder builder =
        EventPublisher.builder(connection.bootstrap())
            .topic(target)
            .producerProperty("max.block.ms", TIMEOUT_MS)
            .producerProperty("request.timeout.ms", TIMEOUT_MS)
            .producerProperty("delivery.timeout.ms", TIMEOUT_MS);
    return (registry == null ? builder : builder.schemaRegistry(registry)).build();
  }

  /** The data as Avro, if there is a schema for it. */
  private Encoded encode(String target, JsonNode json) throws IOException {
    if (registry == null) {
      return new Encoded(null, "CloudEvents JSON: no --registry given");
    }
    try (EventSchemas schemas = new EventSchemas(registry)) {
      EventSchemas.Found found = schemas.find(target, type).orElse(null);
      if (found == null) {
        return new Encoded(null, "CloudEvents JSON: found no schema with eventType " + type);
      }
      return new Encoded(
          JsonToAvro.convert("--data", json, found.schema()),
          "Avro: " + found.schema().getFullName() + ", " + found.origin());
    }
  }

  private DomainEvent event(JsonNode json) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field -> tree.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try {
      return new DomainEvent(id, source, type, subject, now, Map.of(), tree);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }

  private String text() {
    try {
      if (data.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return data.startsWith("@") ? Files.readString(Path.of(data.substring(1))) : data;
    } catch (IOException e) {
      throw new UsageFailure("--data: cannot read " + data + ": " + e);
    }
  }

  private static JsonNode parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new UsageFailure(
          "--data: no JSON, line %d column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
    }
    if (!json.isObject()) {
      throw new UsageFailure("--data: found no JSON object, expected one such as {\"userId\": 42}");
    }
    return json;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.asyncapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.TopicSpec;
import dev.freshet.events.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The AsyncAPI document of the topics is made of the catalogue and of the Avro schemas. With {@code
 * -Dfreshet.golden=write} it is written anew, for review.
 */
class AsyncApiTest {
  private static final Path DOCUMENT =
      Path.of("src/main/resources/dev/freshet/events/asyncapi.yaml");

  @Test
  void shouldSayWhatTheCatalogueAndTheSchemasSay() throws IOException {
    String expected = "# Made by AsyncApiTest.\n" + yaml(document());

    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(DOCUMENT, expected);
    }

    assertEquals(expected, Files.readString(DOCUMENT));
  }

  @Test
  void shouldNameTheTopicsOfEveryEnvironment() throws IOException {
    List<String> addresses = new ArrayList<>();
    read().get("channels").forEach(channel -> addresses.add(channel.get("address").asText()));

    assertEquals(
        TopicCatalogue.forEnvironment(new Topics("prod"), TopicSizing.dev()).specs().stream()
            .map(TopicSpec::name)
            .toList(),
        addresses.stream().map(address -> address.replace("{environment}", "prod")).toList());
  }

  @Test
  void shouldHoldSchemasThatReadWhatOursWrite() throws IOException {
    JsonNode messages = read().get("components").get("messages");

    for (Schema ours : Messages.RECORDS) {
      JsonNode payload = messages.get(ours.getName()).get("payload");
      Schema documented = new Schema.Parser().parse(payload.get("schema").toString());

      assertEquals(Messages.AVRO, payload.get("schemaFormat").asText());
      assertEquals(
          SchemaNormalization.toParsingForm(ours), SchemaNormalization.toParsingForm(documented));
    }
  }

  @Test
  void shouldPointAtWhatIsThere() throws IOException {
    JsonNode document = read();
    List<JsonNode> references = document.findValues("$ref");

    assertTrue(references.size() > 30, () -> "" + references.size());
    for (JsonNode reference : references) {
      assertTrue(!document.at(reference.asText().substring(1)).isMissingNode(), reference::asText);
    }
  }

  private static JsonNode read() throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DOCUMENT));
    return new ObjectMapper().valueToTree(loaded);
  }

  private static String yaml(Map<String, Object> document) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(100).build();
    return new Dump(settings).dumpToString(document);
  }

  private static Map<String, Object> document() {
    return Tree.of(
        "asyncapi",
        "3.0.0",
        "info",
        Tree.of(
            "title",
            "Freshet topics",
            "version",
            "1.0.0",
            "description",
            "The Kafka topics of a Freshet environment, as Freshet sees them: it receives what"
                + " services write, and sends what they may read. Partitions and replicas are"
                + " those of new topics in production.",
            "license",
            Tree.of(
                "name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0.txt")),
        "defaultContentType",
        "application/vnd.apache.avro",
        "servers",
        Tree.of(
            "dev",
            Tree.of(
                "host",
                "localhost:9092",
                "protocol",
                "kafka",
                "description",
                "What ./freshet dev starts.",
                "bindings",
                Tree.of(
                    "kafka",
                    Tree.of(
                        "schemaRegistryUrl",
                        "http://localhost:8081",
                        "schemaRegistryVendor",
                        "confluent",
                        "bindingVersion",
                        "0.5.0")))),
        "channels",
        Channels.channels(),
        "operations",
        Channels.operations(),
        "components",
        Tree.of(
            "parameters",
            Tree.of(
                "environment",
                Tree.of("description", "Prefix of all topics.", "default", "freshet")),
            "messages",
            Messages.all()));
  }
}

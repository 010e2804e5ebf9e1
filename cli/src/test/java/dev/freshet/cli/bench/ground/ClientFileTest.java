// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFileTest {
  private final Path file;

  ClientFileTest(@TempDir Path directory) {
    this.file = directory.resolve("client.properties");
  }

  @Test
  void shouldReadWhatKafkasCommandsTake() throws IOException {
    Files.writeString(
        file,
        """
        # as for kafka-topics
        security.protocol=SASL_SSL
        sasl.mechanism = PLAIN
        sasl.jaas.config=a.b.C required username="me" \\
          password="hush";
        """);

    assertEquals(
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", "a.b.C required username=\"me\" password=\"hush\";"),
        ClientFile.read(file));
  }

  @Test
  void shouldNeedNone() {
    assertEquals(Map.of(), ClientFile.read(null));
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    assertTrue(refusal().contains("cannot be read, expected lines of NAME=VALUE"), refusal());
  }

  @Test
  void shouldNameWhatIsNoPropertyAndNoValue() throws IOException {
    Files.writeString(file, "sasl.jaas.confg=hush\n");

    assertTrue(refusal().contains("found 'sasl.jaas.confg', expected a property"), refusal());
    assertFalse(refusal().contains("hush"), refusal());
  }

  @Test
  void shouldLeaveTheAddressToTheOption() throws IOException {
    Files.writeString(file, "bootstrap.servers=elsewhere:9092\n");

    assertTrue(refusal().contains("expected it as --bootstrap"), refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(UsageFailure.class, () -> ClientFile.read(file)).getMessage());
  }
}

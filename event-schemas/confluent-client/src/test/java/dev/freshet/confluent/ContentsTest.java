// SPDX-License-Identifier: Apache-2.0
package dev.freshet.confluent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class ContentsTest {

  @Test
  void shouldHoldTheClientAndWhatItBroughtAlongAndNothingElse() throws Exception {
    Path module = originOf(KafkaAvroSerializer.class);

    List<String> strangers = strangersIn(module);

    assertEquals(List.of(), strangers, () -> module + ": found classes of the carrier");
  }

  /** The carrier holds these too, in old versions. */
  @Test
  void shouldTakeKafkaAndAvroFromTheirOwnJars() throws Exception {
    assertTrue(originOf(Serializer.class).getFileName().toString().startsWith("kafka-clients-4."));
    assertTrue(originOf(Schema.class).getFileName().toString().startsWith("avro-1.12."));
  }

  private static List<String> strangersIn(Path module) throws IOException {
    if (!Files.isDirectory(module)) {
      // Built with -Dconfluent.direct: the client is its publisher's own jar.
      return List.of();
    }
    try (Stream<Path> files = Files.walk(module)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> module.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.startsWith("io/confluent/"))
          .filter(name -> !name.startsWith("org/apache/pinot/shaded/"))
          .sorted()
          .limit(20)
          .toList();
    }
  }

  private static Path originOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Reads schema files from disk, and reports all bad ones at once. Belongs to one thread. */
final class SchemaFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private final AvroFamily avro = new AvroFamily();
  private final List<EventShape> shapes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private SchemaFiles() {}

  /** The shapes of all files that describe events, in the order of the files' paths. */
  static List<EventShape> read(Path path) throws IOException {
    SchemaFiles reader = new SchemaFiles();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        reader.readFile(file);
      }
    }
    return reader.finish();
  }

  private void readFile(Path file) throws IOException {
    String name = file.toString().replace('\\', '/');
    try {
      if (name.endsWith(".avsc")) {
        avro.add(name, Files.readString(file));
      } else if (name.endsWith(".schema.json")) {
        json(name, Files.readString(file)).ifPresent(shapes::add);
      }
    } catch (CharacterCodingException e) {
      problems.add(name + ": the file is no UTF-8 text");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      problems.add(
          "%s:%d:%d: no JSON: %s"
              .formatted(name, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      problems.add(name + ": " + e.getMessage());
    }
  }

  /**
   * The shape that a JSON Schema describes; empty if it is not that of an event.
   *
   * @throws JsonProcessingException if the text is no JSON
   * @throws IllegalArgumentException if it is no JSON Schema that can be read
   */
  static Optional<EventShape> json(String origin, String text) throws JsonProcessingException {
    return JsonShape.of(JSON.readTree(text), origin);
  }

  private List<EventShape> finish() {
    for (AvroFamily.Member member : avro.parse()) {
      Schema schema = member.schema();
      if (schema == null) {
        problems.add(member.name() + ": no Avro schema: " + member.problem());
      } else {
        AvroShape.of(schema, member.name()).ifPresent(shapes::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidSchemaException(String.join("\n", problems));
    }
    return shapes.stream().sorted(Comparator.comparing(EventShape::origin)).toList();
  }
}

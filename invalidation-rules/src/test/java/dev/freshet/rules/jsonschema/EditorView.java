// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What an editor says about a file: YAML of the core schema, held against a JSON Schema. */
final class EditorView {
  private static final JsonMapper JSON = new JsonMapper();

  private final com.networknt.schema.JsonSchema schema;

  EditorView(String schema) {
    this.schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(schema, InputFormat.JSON);
  }

  /** The problems of all documents that are not empty. */
  List<String> problems(String yaml) {
    List<String> problems = new ArrayList<>();
    for (Object document : documents(yaml)) {
      problems.addAll(problems(JSON.<JsonNode>valueToTree(document)));
    }
    return problems;
  }

  List<String> problems(JsonNode document) {
    return schema.validate(document).stream().map(Object::toString).toList();
  }

  static List<Object> documents(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(true)
            .setBufferSize(yaml.length() + 2)
            .build();
    List<Object> documents = new ArrayList<>();
    new Load(settings).loadAllFromString(yaml).forEach(documents::add);
    return documents.stream().filter(Objects::nonNull).toList();
  }
}

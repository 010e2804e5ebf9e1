// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An OpenAPI document, as far as answers are held against it. Immutable. */
final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;

  Contract(String document) {
    this.document = parse(document);
  }

  /** An operation of the document. */
  record Operation(String id, Set<String> tags, JsonNode node) {}

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (method.getValue().has("operationId")) {
          all.add(operation(method.getValue()));
        }
      }
    }
    return all;
  }

  private static Operation operation(JsonNode node) {
    Set<String> tags = new TreeSet<>();
    node.path("tags").forEach(tag -> tags.add(tag.asText()));
    return new Operation(node.path("operationId").asText(), tags, node);
  }

  Optional<Operation> find(String method, String path) {
    for (Map.Entry<String, JsonNode> candidate : document.path("paths").properties()) {
      JsonNode node = candidate.getValue().get(method.toLowerCase(Locale.ROOT));
      String form = candidate.getKey().replaceAll("\\{[^}]*}", "[^/]+");
      if (node != null && path.matches(form)) {
        return Optional.of(operation(node));
      }
    }
    return Optional.empty();
  }

  /** What does not fit in an answer of an operation. */
  List<String> problems(Operation operation, int status, String contentType, String body) {
    JsonNode responses = operation.node().path("responses");
    JsonNode response = resolved(responses.path(String.valueOf(status)));
    if (response.isMissingNode() && status >= 400) {
      response = resolved(responses.path("default"));
    }
    if (response.isMissingNode()) {
      return List.of("status " + status + ": not in the document");
    }
    if (!response.has("content") && body.isEmpty()) {
      return List.of();
    }
    String mediaType = contentType.replaceAll(";.*", "");
    JsonNode schema = response.path("content").path(mediaType).path("schema");
    if (schema.isMissingNode()) {
      return List.of("content type " + contentType + ": not in the document for " + status);
    }
    if (!mediaType.endsWith("json")) {
      return List.of();
    }
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(parse(body))
        .stream()
        .map(String::valueOf)
        .toList();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the operations out of an OpenAPI 3.1 document, with references into its components. */
final class ContractReader {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonObject document;
  private final JsonObject components;
  private final Map<String, Operation> operations = new LinkedHashMap<>();

  ContractReader(JsonObject document) {
    this.document = document;
    this.components = document.getJsonObject("components", new JsonObject());
  }

  /** By id. */
  Map<String, Operation> operations() {
    JsonObject paths = document.getJsonObject("paths", new JsonObject());
    for (String path : paths.fieldNames()) {
      JsonObject item = paths.getJsonObject(path);
      item.fieldNames().stream()
          .filter(METHODS::contains)
          .forEach(method -> add(path, method, item));
    }
    return operations;
  }

  private void add(String path, String method, JsonObject item) {
    String label = method.toUpperCase(Locale.ROOT) + " " + path;
    JsonObject model = item.getJsonObject(method);
    String id = model.getString("operationId");
    if (id == null) {
      throw new IllegalArgumentException(label + ": found no operationId, expected one");
    }
    Operation operation = read(id, label, model, item, new PathTemplate(path));
    Operation before = operations.put(id, operation);
    if (before != null) {
      throw new IllegalArgumentException(
          "operation %s: found at %s and %s, expected one"
              .formatted(id, before.label(), operation.label()));
    }
  }

  private Operation read(
      String id, String label, JsonObject model, JsonObject item, PathTemplate template) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.addAll(parameters(label, item));
    parameters.addAll(parameters(label, model));
    checkNames(label, template, parameters);
    Optional<Body> body =
        Optional.ofNullable(model.getJsonObject("requestBody"))
            .map(found -> body(label, model, resolve(label, found)));
    return new Operation(
        id,
        label.substring(0, label.indexOf(' ')),
        template,
        List.copyOf(parameters),
        body,
        produces(label, model),
        idempotent(label, model));
  }

  private List<Parameter> parameters(String label, JsonObject owner) {
    return owner.getJsonArray("parameters", new JsonArray()).stream()
        .map(found -> parameter(label, resolve(label, (JsonObject) found)))
        .toList();
  }

  private Parameter parameter(String label, JsonObject model) {
    String name = model.getString("name");
    String where = label + ", parameter " + name;
    JsonObject json = model.getJsonObject("schema", new JsonObject());
    Schema schema = new Schema(where, json, components);
    Parameter.Place in;
    try {
      in = Parameter.Place.valueOf(model.getString("in").toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          where + ": found in " + model.getString("in") + ", expected path, query or header", e);
    }
    return new Parameter(
        name,
        in,
        model.getBoolean("required", false),
        schema.types("").contains("array"),
        !model.getBoolean("explode", in == Parameter.Place.QUERY),
        schema.defaults(),
        schema);
  }

  private static void checkNames(String label, PathTemplate template, List<Parameter> parameters) {
    Set<String> names = new TreeSet<>();
    Set<String> inPath = new TreeSet<>();
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new IllegalArgumentException(
            label + ": found parameter " + parameter.name() + " twice, expected once");
      }
      if (parameter.in() == Parameter.Place.PATH) {
        inPath.add(parameter.name());
      }
    }
    if (!inPath.equals(new TreeSet<>(template.holes()))) {
      throw new IllegalArgumentException(
          "%s: found path parameters %s, expected %s".formatted(label, inPath, template.holes()));
    }
  }

  private Body body(String label, JsonObject operation, JsonObject model) {
    Map<String, Optional<Schema>> content = new LinkedHashMap<>();
    JsonObject types = model.getJsonObject("content", new JsonObject());
    for (String type : types.fieldNames()) {
      Optional<Schema> schema =
          Optional.ofNullable(types.getJsonObject(type).getJsonObject("schema"))
              .map(json -> new Schema(label + ", body " + type, json, components));
      content.put(MediaRanges.bare(type), schema);
    }
    return new Body(
        model.getBoolean("required", false),
        operation.getBoolean("x-freshet-raw-body", false),
        content);
  }

  private Set<String> produces(String label, JsonObject operation) {
    Set<String> types = new TreeSet<>();
    JsonObject responses = operation.getJsonObject("responses", new JsonObject());
    responses.fieldNames().stream()
        .filter(status -> status.startsWith("2"))
        .map(status -> resolve(label, responses.getJsonObject(status)))
        .map(response -> response.getJsonObject("content", new JsonObject()))
        .forEach(content -> types.addAll(content.fieldNames()));
    return types;
  }

  private static Operation.Idempotent idempotent(String label, JsonObject operation) {
    Object value = operation.getValue("x-freshet-idempotent", false);
    if (value.equals(true)) {
      return Operation.Idempotent.OPTIONAL;
    }
    if (value.equals("required")) {
      return Operation.Idempotent.REQUIRED;
    }
    if (value.equals(false)) {
      return Operation.Idempotent.NO;
    }
    throw new IllegalArgumentException(
        label + ": found x-freshet-idempotent " + value + ", expected true, false or required");
  }

  private JsonObject resolve(String label, JsonObject part) {
    String ref = part.getString("$ref");
    if (ref == null) {
      return part;
    }
    if (Pointers.find(document, ref) instanceof JsonObject found) {
      return found;
    }
    throw new IllegalArgumentException(
        label + ": found $ref " + ref + ", expected one of components");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A machine-readable description of an API, put together from YAML resources: a base, and one part
 * for each group of operations. Served as {@code /}<i>name</i>{@code .json} and {@code .yaml}.
 *
 * <p>Objects of the parts are merged ({@code paths}, {@code components.schemas}, {@code channels},
 * …), arrays are appended ({@code tags}); a name that two parts give is an error. Immutable.
 */
public final class ApiDocument {
  private final String name;
  private final JsonObject json;

  private ApiDocument(String name, JsonObject json) {
    this.name = name;
    this.json = json;
  }

  /**
   * An OpenAPI 3.1 document named {@code openapi}.
   *
   * @param anchor the class whose loader finds the resources, relative to its package
   * @throws IllegalArgumentException if a resource is missing or no YAML object, or two parts give
   *     the same name; names it
   */
  public static ApiDocument openApi(Class<?> anchor, String base, String... parts) {
    return of("openapi", anchor, base, parts);
  }

  /** An AsyncAPI 3.0 document named {@code asyncapi}; otherwise as {@link #openApi}. */
  public static ApiDocument asyncApi(Class<?> anchor, String base, String... parts) {
    return of("asyncapi", anchor, base, parts);
  }

  private static ApiDocument of(String name, Class<?> anchor, String base, String... parts) {
    JsonObject whole = load(anchor, base);
    for (String part : parts) {
      merge(part, "", whole, load(anchor, part));
    }
    return new ApiDocument(name, whole);
  }

  /** A document made elsewhere, of any name. */
  public static ApiDocument of(String name, JsonObject json) {
    return new ApiDocument(name, json.copy());
  }

  private static JsonObject load(Class<?> anchor, String resource) {
    try (InputStream in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "resource " + resource + ": not found beside " + anchor.getName());
      }
      Object yaml =
          new Load(LoadSettings.builder().setLabel(resource).build()).loadFromInputStream(in);
      if (yaml instanceof Map<?, ?> map) {
        return (JsonObject) toJson(map);
      }
      throw new IllegalArgumentException(
          "resource " + resource + ": found no YAML object, expected one");
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("resource " + resource + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + ": cannot be read", e);
    }
  }

  /** YAML allows keys that are no text, such as the statuses of responses; JSON does not. */
  private static Object toJson(Object yaml) {
    if (yaml instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, value) -> object.put(String.valueOf(key), toJson(value)));
      return object;
    }
    if (yaml instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(toJson(item)));
      return array;
    }
    return yaml;
  }

  private static void merge(String resource, String where, JsonObject into, JsonObject part) {
    for (String key : part.fieldNames()) {
      Object mine = into.getValue(key);
      Object more = part.getValue(key);
      if (mine == null) {
        into.put(key, more);
      } else if (mine instanceof JsonObject object && more instanceof JsonObject other) {
        merge(resource, where + "/" + key, object, other);
      } else if (mine instanceof JsonArray array && more instanceof JsonArray other) {
        array.addAll(other);
      } else {
        throw new IllegalArgumentException(
            "resource %s: found %s/%s, which another part has already"
                .formatted(resource, where, key));
      }
    }
  }

  /** What it is served as, without ending. */
  public String name() {
    return name;
  }

  /** A copy. */
  public JsonObject toJson() {
    return json.copy();
  }

  public String toYaml() {
    DumpSettings block = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(block).dumpToString(plain(json));
  }

  private static Object plain(Object value) {
    if (value instanceof JsonObject object) {
      Map<String, Object> map = new java.util.LinkedHashMap<>();
      object.fieldNames().forEach(key -> map.put(key, plain(object.getValue(key))));
      return map;
    }
    return value instanceof JsonArray array
        ? array.stream().map(ApiDocument::plain).toList()
        : value;
  }

  /**
   * Holds an OpenAPI document against the schema of OpenAPI 3.1; for tests, since a document does
   * not change once it is built. Blocks for some 100 ms; not for event loops.
   *
   * @return what does not fit, by place; empty if all does
   */
  public List<String> findings() {
    Vertx vertx = Vertx.vertx();
    try {
      SchemaRepository schemas =
          Futures.await(OpenAPIVersion.V3_1.getRepository(vertx, "app://freshet"));
      OutputUnit output =
          Futures.await(OpenAPIVersion.V3_1.validateContract(vertx, schemas, json.copy()));
      List<OutputUnit> errors = output.getErrors() == null ? List.of() : output.getErrors();
      return errors.stream()
          .map(error -> error.getInstanceLocation() + ": " + error.getError())
          .toList();
    } finally {
      Futures.await(vertx.close());
    }
  }
}

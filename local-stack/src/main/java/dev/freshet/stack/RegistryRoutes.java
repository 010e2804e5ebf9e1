// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of Confluent's Schema Registry API (docs.confluent.io, "Schema Registry API Reference")
 * that the Avro serializers and a person with curl need. Query parameters that it does not know are
 * ignored.
 */
final class RegistryRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryRoutes.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String AVRO = "AVRO";

  private final RegistryStore store;

  RegistryRoutes(RegistryStore store) {
    this.store = store;
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false));
    addSubjects(router);
    addSchemas(router);
    addConfig(router);
    add(router.get("/"), context -> new JsonObject());
    router.errorHandler(404, context -> fail(context, 404, 404, "HTTP 404 Not Found"));
    router.errorHandler(405, context -> fail(context, 405, 405, "HTTP 405 Method Not Allowed"));
    return router;
  }

  private void addSubjects(Router router) {
    add(router.get("/subjects"), context -> new JsonArray(new ArrayList<>(store.subjects())));
    add(
        router.post("/subjects/:subject"),
        context -> described(store.lookUp(subject(context), schemaText(context))));
    add(
        router.get("/subjects/:subject/versions"),
        context -> new JsonArray(new ArrayList<>(store.versions(subject(context)))));
    add(
        router.post("/subjects/:subject/versions"),
        context ->
            new JsonObject().put("id", store.register(subject(context), schemaText(context))));
    add(router.get("/subjects/:subject/versions/:version"), context -> described(version(context)));
  }

  private void addSchemas(Router router) {
    add(router.get("/schemas/types"), context -> new JsonArray().add(AVRO));
    add(router.get("/schemas/ids/:id"), context -> schemaOnly(store.byId(id(context))));
    add(router.get("/schemas/ids/:id/versions"), context -> subjectVersions(id(context)));
  }

  private void addConfig(Router router) {
    add(
        router.get("/config"),
        context -> new JsonObject().put("compatibilityLevel", store.compatibility()));
    add(
        router.put("/config"),
        context -> {
          store.setCompatibility(level(context));
          return new JsonObject().put("compatibility", level(context));
        });
    add(
        router.get("/config/:subject"),
        context -> new JsonObject().put("compatibilityLevel", subjectLevel(context)));
    add(
        router.put("/config/:subject"),
        context -> {
          store.setCompatibility(subject(context), level(context));
          return new JsonObject().put("compatibility", level(context));
        });
  }

  // Answered by a worker, because the store takes a lock and writes a file; sent by the event loop,
  // so that a worker has nothing left to do here when a client that has its answer closes all.
  private static void add(Route route, Function<RoutingContext, Object> answer) {
    route.handler(
        context ->
            context
                .vertx()
                .executeBlocking(() -> answer.apply(context))
                .onSuccess(body -> send(context, 200, body))
                .onFailure(failure -> fail(context, failure)));
  }

  private static void fail(RoutingContext context, Throwable failure) {
    if (failure instanceof RegistryError refused) {
      fail(context, refused.status(), refused.code(), String.valueOf(refused.getMessage()));
    } else {
      LOG.error("schema registry: request failed, path {}", context.request().path(), failure);
      fail(context, 500, 50001, "Error in the backend data store: " + failure);
    }
  }

  private static void fail(RoutingContext context, int status, int code, String message) {
    send(context, status, new JsonObject().put("error_code", code).put("message", message));
  }

  private static void send(RoutingContext context, int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", CONTENT_TYPE)
        .end(Json.encode(body));
  }

  private static String subject(RoutingContext context) {
    return context.pathParam("subject");
  }

  private static int id(RoutingContext context) {
    String id = context.pathParam("id");
    try {
      return Integer.parseInt(id);
    } catch (NumberFormatException notANumber) {
      throw RegistryError.schemaNotFound(id);
    }
  }

  private Schema version(RoutingContext context) {
    String version = context.pathParam("version");
    if (version.equals("latest") || version.equals("-1")) {
      return store.latest(subject(context));
    }
    try {
      return store.version(subject(context), Integer.parseUnsignedInt(version));
    } catch (NumberFormatException notANumber) {
      throw RegistryError.invalidVersion(version);
    }
  }

  private String subjectLevel(RoutingContext context) {
    Optional<String> own = store.compatibility(subject(context));
    if (own.isEmpty() && context.queryParam("defaultToGlobal").contains("true")) {
      return store.compatibility();
    }
    return own.orElseThrow(() -> RegistryError.noSubjectCompatibility(subject(context)));
  }

  private static String level(RoutingContext context) {
    return body(context).getString("compatibility", "(none)");
  }

  private static SchemaText schemaText(RoutingContext context) {
    return SchemaText.from(body(context));
  }

  private static JsonObject body(RoutingContext context) {
    try {
      JsonObject body = context.body().asJsonObject();
      if (body != null) {
        return body;
      }
    } catch (RuntimeException notJson) {
      throw RegistryError.badRequest("Unable to process JSON: " + notJson.getMessage());
    }
    throw RegistryError.badRequest("Unable to process JSON: found an empty body");
  }

  private static JsonObject described(Schema schema) {
    return new JsonObject()
        .put("subject", schema.getSubject())
        .put("version", schema.getVersion())
        .put("id", schema.getId())
        .mergeIn(schemaOnly(schema));
  }

  private static JsonObject schemaOnly(Schema schema) {
    JsonObject json = new JsonObject().put("schema", schema.getSchema());
    return schema.getReferences().isEmpty()
        ? json
        : json.put("references", SchemaText.toJson(schema.getReferences()));
  }

  private JsonArray subjectVersions(int id) {
    List<SubjectVersion> versions = store.versionsOf(id);
    JsonArray array = new JsonArray();
    for (SubjectVersion version : versions) {
      array.add(
          new JsonObject()
              .put("subject", version.getSubject())
              .put("version", version.getVersion()));
    }
    return array;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.http.Answer;
import dev.freshet.http.problem.Problem;
import dev.freshet.worker.http.RegionIndex.Place;
import dev.freshet.worker.http.Stamps.Grant;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a batch is answered with, entry by entry, in the order of the request. Values that are JSON
 * stand in it as they are, all others in Base64. For one thread.
 */
final class BatchAnswer {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator out;

  BatchAnswer(@Nullable String closedTime) throws IOException {
    this.out = JSON.createGenerator(bytes);
    out.writeStartObject();
    if (closedTime != null) {
      out.writeStringField("closedTime", closedTime);
    }
    out.writeArrayFieldStart("entries");
  }

  static boolean isJson(ServedRegion<?> region) {
    return region.mediaType().toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  void found(Place<?> place, Cached cached) throws IOException {
    start(place);
    byte[] body = cached.body();
    if (body == null) {
      out.writeBooleanField("absent", true);
    } else if (isJson(place.region())) {
      out.writeFieldName("value");
      out.writeRawValue(new String(body, StandardCharsets.UTF_8));
    } else {
      out.writeBinaryField("valueBase64", body);
    }
    out.writeStringField("source", Replies.name(cached.source()));
    out.writeNumberField("ageMs", cached.age().toMillis());
    out.writeEndObject();
  }

  /** A miss, with what came of asking for a stamp; null if nobody asked. */
  void missing(Place<?> place, @Nullable Grant grant) throws IOException {
    start(place);
    out.writeBooleanField("missing", true);
    if (grant instanceof Grant.Leased leased) {
      out.writeStringField("stamp", leased.stamp());
    } else if (grant instanceof Grant.Busy busy) {
      out.writeNumberField("retryAfterMs", Math.max(1, busy.left().toMillis()));
    } else if (grant instanceof Grant.LookAgain) {
      out.writeNumberField("retryAfterMs", 1);
    }
    out.writeEndObject();
  }

  void written(Place<?> place, boolean cached) throws IOException {
    start(place);
    out.writeBooleanField("cached", cached);
    out.writeEndObject();
  }

  void refused(JsonNode item, Problem problem) throws IOException {
    out.writeStartObject();
    JsonNode key = item.isTextual() ? item : item.get("key");
    if (key != null) {
      out.writeStringField("key", key.asText());
    }
    out.writeFieldName("problem");
    out.writeRawValue(problem.toJson().encode());
    out.writeEndObject();
  }

  Answer end() throws IOException {
    out.writeEndArray();
    out.writeEndObject();
    out.close();
    return Answer.bytes(200, "application/json", Buffer.buffer(bytes.toByteArray()))
        .header("Cache-Control", "no-store");
  }

  private void start(Place<?> place) throws IOException {
    out.writeStartObject();
    out.writeStringField("key", place.key().text());
    out.writeStringField("region", place.region().name());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.cache.EntryKey;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.worker.http.RegionIndex.Place;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes many entries at once: one trip to L2 for each region, and commands that travel
 * together. What is wrong with one entry is said of that entry; the others are not concerned. Safe
 * for any thread.
 */
final class Batches {
  /** Keeps numbers as they were written: a value is not ours to change. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final RegionIndex index;
  private final Stamps stamps;
  private final EntryWrites writes;
  private final Replies replies;
  private final int maxBatch;

  Batches(RegionIndex index, Stamps stamps, EntryWrites writes, Replies replies, int maxBatch) {
    this.index = index;
    this.stamps = stamps;
    this.writes = writes;
    this.replies = replies;
    this.maxBatch = maxBatch;
  }

  // ---- get ----

  /** Answers a batch of reads; blocks for L2. */
  Answer get(Exchange exchange) throws IOException {
    List<JsonNode> asked = items(exchange, "keys");
    boolean stamped = read(exchange).path("stamps").asBoolean(true);
    Map<Integer, Place<?>> places = new LinkedHashMap<>();
    Map<Integer, ProblemException> refused = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        places.put(i, place(asked.get(i)));
      } catch (ProblemException e) {
        refused.put(i, e);
      }
    }
    long mark = stamps.mark();
    Map<EntryKey, Cached> found = find(places.values());
    BatchAnswer answer = new BatchAnswer(replies.closedTime());
    for (int i = 0; i < asked.size(); i++) {
      Place<?> place = places.get(i);
      ProblemException problem = refused.get(i);
      if (place != null) {
        Cached cached = found.get(place.key());
        if (cached != null) {
          answer.found(place, cached);
        } else {
          answer.missing(place, stamped ? stamps.ask(place.key(), mark, place::beginLoad) : null);
        }
      } else if (problem != null) {
        answer.refused(asked.get(i), problem.problem());
      }
    }
    return answer.end();
  }

  private static Map<EntryKey, Cached> find(Iterable<Place<?>> places) {
    Map<ServedRegion<?>, List<EntryKey>> byRegion = new LinkedHashMap<>();
    for (Place<?> place : places) {
      byRegion.computeIfAbsent(place.region(), region -> new ArrayList<>()).add(place.key());
    }
    Map<EntryKey, Cached> found = new HashMap<>();
    byRegion.forEach((region, keys) -> found.putAll(region.findAll(keys)));
    return found;
  }

  // ---- put ----

  /** An entry of a batch of writes on its way. */
  private record Underway(
      JsonNode item, @Nullable Place<?> place, CompletableFuture<Boolean> done) {}

  /** Answers a batch of writes. */
  Future<Answer> put(Exchange exchange) {
    return exchange.blocking(() -> begin(exchange)).compose(this::finish);
  }

  private List<Underway> begin(Exchange exchange) {
    List<Underway> all = new ArrayList<>();
    for (JsonNode item : items(exchange, "entries")) {
      try {
        Place<?> place = place(item);
        JsonNode stamp = item.get("stamp");
        CompletableFuture<Boolean> done =
            writes.store(place, sent(item, place.region()), stamp == null ? null : stamp.asText());
        all.add(new Underway(item, place, done));
      } catch (ProblemException e) {
        all.add(new Underway(item, null, CompletableFuture.failedFuture(e)));
      }
    }
    return all;
  }

  private Future<Answer> finish(List<Underway> all) {
    CompletableFuture<Void> done =
        CompletableFuture.allOf(
            all.stream()
                .map(one -> one.done().handle((cached, failure) -> null))
                .toArray(CompletableFuture[]::new));
    return Future.fromCompletionStage(done).map(unused -> answer(all));
  }

  private Answer answer(List<Underway> all) {
    try {
      BatchAnswer answer = new BatchAnswer(replies.closedTime());
      for (Underway one : all) {
        Place<?> place = one.place();
        ProblemException problem = problem(one.done());
        if (problem != null) {
          answer.refused(one.item(), problem.problem());
        } else if (place != null) {
          answer.written(place, one.done().join());
        }
      }
      return answer.end();
    } catch (IOException e) {
      throw new IllegalStateException("batch: the answer could not be written", e);
    }
  }

  private static @Nullable ProblemException problem(CompletableFuture<Boolean> done) {
    try {
      boolean unused = done.join();
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        return problem;
      }
      throw e;
    }
  }

  private static Sent sent(JsonNode item, ServedRegion<?> region) {
    List<String> tags = new ArrayList<>();
    item.path("tags").forEach(tag -> tags.add(tag.asText()));
    JsonNode ttl = item.get("ttl");
    return new Sent(bytes(item, region), tags, ttl == null ? null : Spans.parseTtl(ttl.asText()));
  }

  private static byte[] bytes(JsonNode item, ServedRegion<?> region) {
    JsonNode json = item.get("value");
    JsonNode base64 = item.get("valueBase64");
    try {
      if (BatchAnswer.isJson(region) && json != null && base64 == null) {
        return EXACT.writeValueAsBytes(json);
      }
      if (base64 != null && json == null) {
        return Base64.getDecoder().decode(base64.asText());
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw malformed(item, region);
    }
    throw malformed(item, region);
  }

  private static ProblemException malformed(JsonNode item, ServedRegion<?> region) {
    return ProblemException.of(
        NodeProblem.VALUE_MALFORMED,
        "region "
            + region.name()
            + ": expected "
            + (BatchAnswer.isJson(region) ? "`value`, or `valueBase64`" : "`valueBase64`")
            + " with "
            + region.mediaType()
            + ", and not both; found "
            + names(item));
  }

  private static List<String> names(JsonNode item) {
    List<String> names = new ArrayList<>();
    item.fieldNames().forEachRemaining(names::add);
    return names;
  }

  // ---- both ----

  /** An entry by its key, or by its region and the values of the key template. */
  private Place<?> place(JsonNode item) {
    if (item.isTextual()) {
      return index.find(item.asText(), null);
    }
    JsonNode region = item.get("region");
    JsonNode key = item.get("key");
    if (key != null) {
      return index.find(key.asText(), region == null ? null : region.asText());
    }
    if (region == null) {
      throw ProblemException.of(
          HttpCode.INVALID_BODY,
          "entry: found " + names(item) + ", expected `key`, or `region` with `params`");
    }
    Map<String, Object> params = new LinkedHashMap<>();
    item.path("params")
        .properties()
        .forEach(each -> params.put(each.getKey(), each.getValue().asText()));
    return index.findByParams(region.asText(), params);
  }

  private List<JsonNode> items(Exchange exchange, String name) {
    List<JsonNode> items = new ArrayList<>();
    read(exchange).path(name).forEach(items::add);
    if (items.size() > maxBatch) {
      throw ProblemException.of(
          HttpCode.INVALID_BODY,
          "body: /"
              + name
              + ": found "
              + items.size()
              + " entries, expected at the most "
              + maxBatch);
    }
    return items;
  }

  private static JsonNode read(Exchange exchange) {
    try {
      return EXACT.readTree(exchange.body().getBytes());
    } catch (IOException e) {
      throw ProblemException.of(HttpCode.MALFORMED_JSON, "body: is no JSON");
    }
  }
}

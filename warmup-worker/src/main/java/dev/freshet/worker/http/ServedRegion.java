// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionStats;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.CodecException;
import dev.freshet.events.values.Template;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A region as HTTP sees it: its values are the bytes of its codec, whatever type the service has
 * opened it with. Safe for any thread.
 */
final class ServedRegion<V> {
  private final Region<V> region;
  private final @Nullable Loader<V> loader;
  private final Codec<V> codec;
  private final Template template;
  private final CharSequence nameHeader;
  private final CharSequence mediaTypeHeader;

  private ServedRegion(Region<V> region, @Nullable Loader<V> loader) {
    this.region = region;
    this.loader = loader;
    this.codec = region.codec();
    this.template = region.settings().key();
    this.nameHeader = HttpHeaders.createOptimized(name());
    this.mediaTypeHeader = HttpHeaders.createOptimized(mediaType());
  }

  /**
   * A region.
   *
   * @param loader with which the service has opened it; null if with none
   */
  @SuppressWarnings("unchecked") // a region and its loader were opened together
  static <V> ServedRegion<V> of(Region<V> region, @Nullable Loader<?> loader) {
    return new ServedRegion<>(region, (Loader<V>) loader);
  }

  String name() {
    return region.settings().name();
  }

  String keyTemplate() {
    return template.toString();
  }

  String mediaType() {
    return codec.mediaType();
  }

  /** Its name in the form that is written fastest. */
  CharSequence nameHeader() {
    return nameHeader;
  }

  /** Its media type in the form that is written fastest. */
  CharSequence mediaTypeHeader() {
    return mediaTypeHeader;
  }

  /** How it is doing. */
  JsonObject toJson() {
    RegionStats stats = region.stats();
    return new JsonObject()
        .put("name", name())
        .put("version", stats.version())
        .put("key", keyTemplate())
        .put("mediaType", mediaType())
        .put("loader", hasLoader())
        .put("entries", stats.entries())
        .put("memoryBytes", stats.memoryBytes())
        .put("hits", stats.hits())
        .put("misses", stats.misses())
        .put("loads", stats.loads())
        .put("loadFailures", stats.loadFailures())
        .put("blind", stats.isBlind());
  }

  /** The key of this text; empty if no values of the key template expand to it. */
  Optional<EntryKey> key(String text) {
    return region.keyOf(text);
  }

  /**
   * The key for these values.
   *
   * @throws IllegalArgumentException as {@link Region#key}
   */
  EntryKey key(Map<String, ?> params) {
    return region.key(params);
  }

  /** What L1 or L2 has; null if neither has anything. Does not block, and is done if L1 has it. */
  CompletableFuture<@Nullable Cached> find(EntryKey key) {
    return region
        .async()
        .answerIfPresent(key)
        .thenApply(answer -> answer == null ? null : cached(answer));
  }

  /** Whether the node can load its values by itself. */
  boolean hasLoader() {
    return loader != null;
  }

  /**
   * The value, from the loader if need be. Blocks for it.
   *
   * @throws dev.freshet.cache.LoadFailedException if the loader threw, and nothing may stand in
   * @throws dev.freshet.cache.LoadTimeoutException if it took too long
   */
  Cached load(EntryKey key) {
    return cached(region.answer(key, Objects.requireNonNull(loader)));
  }

  /** What L1 or, in one round trip, L2 has. Blocks for L2. */
  Map<EntryKey, Cached> findAll(Collection<EntryKey> keys) {
    Map<EntryKey, Cached> found = new LinkedHashMap<>();
    region.answersPresent(keys).forEach((key, answer) -> found.put(key, cached(answer)));
    return found;
  }

  private Cached cached(Answer<V> answer) {
    V value = answer.value();
    return new Cached(value == null ? null : codec.encode(value), answer.source(), answer.age());
  }

  /** Begins a load that a client carries out. */
  ClientLoad beginLoad(EntryKey key) {
    Region.OutsideLoad<V> load = region.beginLoad(key);
    return new ClientLoad() {
      @Override
      public EntryKey key() {
        return key;
      }

      @Override
      public boolean isCurrent() {
        return load.isCurrent();
      }

      @Override
      public boolean complete(Sent sent) {
        return load.complete(loaded(sent));
      }

      @Override
      public @Nullable Cached standIn() {
        Answer<V> standIn = load.standIn();
        return standIn == null ? null : cached(standIn);
      }
    };
  }

  /**
   * Caches a value that its sender has just stored in the source: publishes the command for its key
   * first. Does not block.
   *
   * @return whether the value is cached; fails with a {@link
   *     dev.freshet.cache.CommandFailedException}
   */
  CompletableFuture<Boolean> put(EntryKey key, Sent sent) {
    return region.async().putTagged(key, loaded(sent));
  }

  /** Invalidates the key on every node, without blocking. */
  CompletableFuture<Void> invalidate(EntryKey key) {
    return region.async().invalidate(key);
  }

  private Loaded<V> loaded(Sent sent) {
    try {
      return new Loaded<>(codec.decode(codec.id(), sent.body()), sent.tags(), sent.ttl());
    } catch (CodecException e) {
      throw ProblemException.of(
          NodeProblem.VALUE_MALFORMED,
          "region "
              + name()
              + ": found "
              + sent.body().length
              + " bytes that "
              + codec
              + " does not read, expected a value as "
              + mediaType());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.worker.LoaderDescription;
import dev.freshet.worker.SourceLoader;
import dev.freshet.worker.source.SourceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads values from an endpoint, with a GET for each key. The path has the holes of the region's
 * key, whose values are percent-encoded: <code>/users/{userId}</code>. Status 200 brings a value,
 * 404 says that there is none, and any other is a failure of the load. Immutable and safe for any
 * thread.
 */
public final class HttpLoader<V> implements SourceLoader<V> {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private record Asked(EntryKey key, String path, Call call) {}

  private final HttpEndpoint endpoint;
  private final PathTemplate path;
  private final Codec<V> codec;
  private final LoaderDescription description;

  private HttpLoader(HttpEndpoint endpoint, PathTemplate path, Codec<V> codec) {
    this.endpoint = endpoint;
    this.path = path;
    this.codec = codec;
    int concurrency = endpoint.settings().concurrency();
    // A batch has no more keys than are asked for at once: if one fails, few are asked for again.
    this.description =
        new LoaderDescription(
            LoadingVia.HTTP, endpoint.name(), null, concurrency, null, concurrency);
  }

  /**
   * Loads values below an endpoint.
   *
   * @param codec of the bodies; that of the region makes them values without another conversion
   * @throws IllegalArgumentException if the path has no holes, or leads out of the endpoint
   */
  public static <V> HttpLoader<V> of(HttpEndpoint endpoint, String path, Codec<V> codec) {
    return new HttpLoader<>(endpoint, PathTemplate.parse(path), codec);
  }

  /**
   * The holes of a path, which are to be those of the region's key; each once.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static List<String> holes(String path) {
    return PathTemplate.parse(path).holes();
  }

  @Override
  public LoaderDescription description() {
    return description;
  }

  /**
   * Asks for as many keys at once as the endpoint allows; the first failure gives up the others.
   */
  @Override
  public Map<EntryKey, V> loadAll(Set<EntryKey> keys) throws SourceException, InterruptedException {
    Map<EntryKey, V> values = new HashMap<>();
    Deque<Asked> asked = new ArrayDeque<>();
    try {
      for (EntryKey key : keys) {
        if (asked.size() >= endpoint.settings().concurrency()) {
          take(asked.removeFirst(), values);
        }
        String expanded = path.expand(key);
        asked.addLast(new Asked(key, expanded, endpoint.get(expanded)));
      }
      while (!asked.isEmpty()) {
        take(asked.removeFirst(), values);
      }
    } finally {
      asked.forEach(each -> each.call().giveUp());
    }
    return values;
  }

  private void take(Asked asked, Map<EntryKey, V> values)
      throws SourceException, InterruptedException {
    Call.Answer answer = asked.call().await();
    if (answer.status() == OK) {
      values.put(asked.key(), codec.decode(codec.id(), answer.body()));
    } else if (answer.status() != NOT_FOUND) {
      throw new SourceException(
          endpoint.describe(asked.path())
              + ": found status "
              + answer.status()
              + ", expected 200 or 404");
    }
  }
}

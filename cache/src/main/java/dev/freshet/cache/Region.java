// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.codec.Codec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named part of the cache, as its users see it. Safe for any thread.
 *
 * <p>A value that was loaded before an invalidation is never returned by a call that began after
 * the invalidation was applied on this node. This holds for expired values that are served when a
 * loader fails, too.
 *
 * <p>Methods that take {@code params} want a value for each hole of the key template, and raise
 * {@link IllegalArgumentException} with the hole's name where one is missing, null, unknown or of a
 * type that has no unique text. Null arguments raise {@link NullPointerException} with the
 * parameter's name, and keys of another region {@link IllegalArgumentException}, before anything is
 * read or written.
 */
public interface Region<V> {

  /** The longest key, in characters of its expanded text. */
  int MAX_KEY_LENGTH = 4_096;

  /** The region's settings. */
  RegionSettings settings();

  /** How the region is doing now. Never blocks, and costs hits nothing. */
  RegionStats stats();

  /**
   * The key for these values, to be kept where the same entry is read often.
   *
   * @throws IllegalArgumentException also if the key is longer than {@link #MAX_KEY_LENGTH}
   */
  EntryKey key(Map<String, ?> params);

  /** The key of this text, for example {@code payment:history:42}; empty if it has none such. */
  Optional<EntryKey> keyOf(String text);

  /** What turns its values into bytes and back. */
  Codec<V> codec();

  /** The same region for callers that must not block. */
  AsyncRegion<V> async();

  // ---- reading ----

  /**
   * The value, from L1, L2 or the loader. One load per key runs at a time; the other callers wait
   * for it.
   *
   * @return the value; null if the loader returned null
   * @throws LoadFailedException if the loader threw, and no expired value may be served instead
   * @throws LoadTimeoutException if the loader took longer than the region's hard timeout
   */
  @Nullable V get(EntryKey key, Loader<V> loader);

  /** As {@link #get(EntryKey, Loader)}. */
  default @Nullable V get(Map<String, ?> params, Loader<V> loader) {
    return get(key(params), loader);
  }

  /** As {@link #get(EntryKey, Loader)}, with where the value came from and how old it is. */
  Answer<V> answer(EntryKey key, Loader<V> loader);

  /** The value if L1 or L2 has a fresh one, else null. */
  @Nullable V getIfPresent(EntryKey key);

  /** As {@link #getIfPresent(EntryKey)}. */
  default @Nullable V getIfPresent(Map<String, ?> params) {
    return getIfPresent(key(params));
  }

  /**
   * As {@link #getIfPresent(EntryKey)}, with where it came from and how old it is.
   *
   * @return null if neither level has anything fresh; an answer without a value if one remembers
   *     that the source has none
   */
  @Nullable Answer<V> answerIfPresent(EntryKey key);

  /**
   * The values of several keys: from L1, the rest from L2 in one round trip, the rest from one call
   * of the loader.
   *
   * @return by key, in the order of {@code keys}; without those that the source has no value for
   * @throws LoadFailedException if the loader threw, and not all it was asked for may be served
   *     expired
   */
  Map<EntryKey, V> getAll(Collection<EntryKey> keys, BulkLoader<V> loader);

  /** The values that L1 or, in one round trip, L2 has fresh. */
  Map<EntryKey, V> getAllPresent(Collection<EntryKey> keys);

  /** As {@link #getAllPresent}, with where each came from and how old it is. */
  Map<EntryKey, Answer<V>> answersPresent(Collection<EntryKey> keys);

  // ---- warming ----

  /**
   * Brings values into the cache before anybody asks for them: those that L2, asked in one round
   * trip, does not have fresh are loaded by one call of the loader, fenced as any load; where there
   * is no L2, or it does not answer, those that L1 does not have. Values that somebody is loading
   * already are waited for instead. Values go to L2, whence readers of any node fill L1; here L1
   * takes those alone that it has an older value of, and all, where there is no L2 or it does not
   * answer. Blocks until L2 has stored what was loaded, or has failed to. Neither hits nor misses
   * are counted.
   *
   * <p>Readers of a key that is being warmed wait for this load, so the loader should not dawdle.
   *
   * @return what came of each key
   * @throws LoadFailedException if the loader, or that of a read that was joined, threw, or this
   *     thread was interrupted; keys that were loaded by then stay cached
   * @throws LoadTimeoutException if the loader took longer than the region's hard timeout
   */
  Warmed warm(Collection<EntryKey> keys, BulkLoader<V> loader);

  /**
   * Brings into L1 what L2 has fresh, in one round trip. Neither hits nor misses are counted.
   *
   * @return those of the keys that L1 has fresh now; without L2 those that it had before
   */
  Set<EntryKey> fill(Collection<EntryKey> keys);

  /**
   * Keys whose values L1 may serve, the most read first. Each call begins to note which keys are
   * read, some thousands of them, for the next call to go by; keys that are not among those follow
   * in the order in which L1 would keep them, if it knows one. To be called now and then, by one:
   * it walks L1.
   *
   * @param most at least 0
   */
  List<EntryKey> hottest(int most);

  // ---- loading elsewhere ----

  /**
   * Begins a load that the caller carries out, in whatever thread or process: to be called
   * <b>before</b> the source is read. Neither blocks nor keeps others from loading the same key.
   */
  OutsideLoad<V> beginLoad(EntryKey key);

  /**
   * A load that goes on outside of the cache. It knows where this node stood when it began, so its
   * value is fenced as that of any loader, however late it comes. Safe for any thread; bound to the
   * cache that it came from.
   */
  interface OutsideLoad<V> {

    /** What is being loaded. */
    EntryKey key();

    /**
     * Whether nothing that the key is known to hang on was invalidated since the load began. If
     * false, {@link #complete} is going to refuse its value.
     */
    boolean isCurrent();

    /**
     * Caches what was loaded, unless one of its targets, also of its own tags, was invalidated
     * since the load began. Does not block for L2. May be called again, with another outcome maybe.
     *
     * @return whether the value is cached
     */
    boolean complete(Loaded<V> loaded);

    /**
     * An expired value to serve meanwhile, which nothing has invalidated; null if there is none or
     * the region keeps none.
     */
    @Nullable Answer<V> standIn();
  }

  // ---- writing ----

  /**
   * Caches a value that the caller has just stored in the source, and drops the older ones on every
   * node. Blocks until the command is stored and applied here.
   *
   * <p>Of several writers of one key at most one has its value accepted. Here that is judged from
   * the call of this method on: where writes to the source may cross, {@link #write} judges from
   * before the write, and never keeps the older value.
   *
   * @param tags of the value besides those that the region declares: those that its loader would
   *     return. An invalidation of a tag that is left out here does not reach the value.
   * @return whether the value is cached; false where another command came between
   * @throws CommandFailedException if the command could not be stored or was not applied in time;
   *     the value is then not cached
   */
  boolean put(EntryKey key, V value, List<String> tags);

  /**
   * As {@link #put(EntryKey, Object, List)}, with a TTL of the value's own.
   *
   * @throws NullPointerException also if there is no value
   */
  boolean putTagged(EntryKey key, Loaded<V> value);

  /** As {@link #put(EntryKey, Object, List)}, without tags of its own. */
  default boolean put(EntryKey key, V value) {
    return put(key, value, List.of());
  }

  /** As {@link #put(EntryKey, Object)}. */
  default boolean put(Map<String, ?> params, V value) {
    return put(key(params), value);
  }

  /** As {@link #put(EntryKey, Object)} for several; their commands and L2 take one trip each. */
  void putAll(Map<EntryKey, V> values);

  /**
   * As {@link #put(EntryKey, Object)}, if no fresh value is cached. Of several that find none at
   * the same time more than one may be accepted, one after the other: the last one's value stays.
   *
   * @return whether the value is cached now
   */
  boolean putIfAbsent(EntryKey key, V value);

  /**
   * As {@link #put(EntryKey, Object)}, if what the caller saw still holds: compares by stamp.
   *
   * @param seen an earlier answer for this key
   * @return whether the value is cached now
   */
  boolean putIfCurrent(EntryKey key, V value, Answer<V> seen);

  /**
   * Writes through: stores the value in the source, then caches it as {@link #put(EntryKey,
   * Object)} does. Where several write one key at the same time, the value that ends up cached is
   * that of the source, or none.
   *
   * @param tags as for {@link #put(EntryKey, Object, List)}
   * @return whether the value is cached
   * @throws WriteFailedException if the writer threw; the key was invalidated, because the source
   *     may have taken the value
   * @throws CommandFailedException as {@link #put(EntryKey, Object)}: the source has the value
   */
  boolean write(EntryKey key, V value, List<String> tags, SourceWriter<V> writer);

  /** As {@link #write(EntryKey, Object, List, SourceWriter)}, without tags of its own. */
  default boolean write(EntryKey key, V value, SourceWriter<V> writer) {
    return write(key, value, List.of(), writer);
  }

  /**
   * Begins to write behind; a region has one at the most at a time.
   *
   * @throws IllegalStateException if it has one that is not closed
   */
  WriteBehind<V> writeBehind(
      SourceWriter<V> writer,
      WriteBehind.Settings settings,
      WriteBehind.FailureListener<V> listener);

  /**
   * Invalidates an entry on every node, through the log. Blocks until the command is stored and
   * applied here; the other nodes follow.
   *
   * @throws CommandFailedException if the command could not be stored or was not applied in time
   */
  void invalidate(EntryKey key);

  /** As {@link #invalidate(EntryKey)}. */
  default void invalidate(Map<String, ?> params) {
    invalidate(key(params));
  }
}

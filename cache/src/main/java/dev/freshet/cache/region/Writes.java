// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.SourceWriter;
import dev.freshet.cache.WriteFailedException;
import dev.freshet.cache.fence.Writing;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Writes of one region: each publishes the command for its key, and its value stands just behind
 * that. Blocks until the command is applied here, unless said. Safe for any thread.
 */
final class Writes<V> {
  private final String region;
  private final CacheContext context;
  private final Levels<V> levels;

  Writes(String region, CacheContext context, Levels<V> levels) {
    this.region = region;
    this.context = context;
    this.levels = levels;
  }

  boolean put(EntryKey key, Loaded<V> value) {
    return finish(key, value, levels.begin(key, value.tags()));
  }

  /** As {@link #put}, if {@code condition} holds once the write has begun. */
  boolean putIf(EntryKey key, V value, BooleanSupplier condition) {
    // Begun first: what makes the condition false after it was asked is a command, and is seen.
    Loaded<V> untagged = Loaded.of(value);
    Writing writing = levels.begin(key, untagged.tags());
    return condition.getAsBoolean() && finish(key, untagged, writing);
  }

  boolean write(EntryKey key, V value, List<String> tags, SourceWriter<V> writer) {
    Writing writing = levels.begin(key, tags);
    try {
      writer.write(key, value);
    } catch (Exception | Error e) {
      throw failed(key, e);
    }
    return finish(key, new Loaded<>(value, tags, null), writing);
  }

  /** The source may have taken the value all the same: nobody may go on with an older one. */
  private WriteFailedException failed(EntryKey key, Throwable cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    WriteFailedException failure =
        new WriteFailedException(region, "the writer failed: " + cause, cause);
    try {
      invalidate(key);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /** A write of several whose command is on its way. */
  private record Underway<V>(
      EntryKey key, Loaded<V> value, Writing writing, CompletableFuture<Position> applied) {}

  void putAll(Map<EntryKey, V> values) {
    List<Underway<V>> all = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Loaded<V> untagged = Loaded.of(value);
          Writing writing = levels.begin(key, untagged.tags());
          CompletableFuture<Position> applied = context.commands().append(target(writing));
          all.add(new Underway<>(key, untagged, writing, applied));
        });
    L2Level.Batch batch = new L2Level.Batch();
    for (Underway<V> one : all) {
      Position own = context.await(target(one.writing()), one.applied());
      boolean unused = levels.admitWritten(one.key(), one.value(), one.writing(), own, batch);
    }
    levels.send(batch);
  }

  CompletableFuture<Boolean> putAsync(EntryKey key, Loaded<V> value) {
    Writing writing = levels.begin(key, value.tags());
    return context
        .appendAsync(target(writing))
        .thenApplyAsync(own -> levels.admitWritten(key, value, writing, own), context::promptly);
  }

  void invalidate(EntryKey key) {
    Position unused = context.append(new Target.Key(key.text()));
    levels.dropStale(key);
  }

  CompletableFuture<Void> invalidateAsync(EntryKey key) {
    return context
        .appendAsync(new Target.Key(key.text()))
        .thenAccept(applied -> levels.dropStale(key));
  }

  private boolean finish(EntryKey key, Loaded<V> value, Writing writing) {
    Position own = context.append(target(writing));
    return levels.admitWritten(key, value, writing, own);
  }

  private static Target target(Writing writing) {
    return writing.targets().all().get(0);
  }
}

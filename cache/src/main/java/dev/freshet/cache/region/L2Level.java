// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.envelope.Envelope;
import dev.freshet.cache.envelope.MalformedEnvelopeException;
import dev.freshet.cache.settings.L2Settings;
import dev.freshet.cache.store.L2Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One region's view of the shared store: names keys, bounds waiting, and turns every failure into a
 * miss and a counter. Safe for any thread.
 */
final class L2Level {
  private static final Logger LOG = LoggerFactory.getLogger(L2Level.class);

  /** What completes at once: L2 does not take the value, now or later. */
  static final CompletableFuture<Boolean> UNTAKEN = CompletableFuture.completedFuture(false);

  /**
   * Most values that go to the store at once. More would wait behind each other in the connection,
   * where waiting counts as silence, and a read would wait behind them all.
   */
  static final int MOST_AT_ONCE = 128;

  private final L2Store store;
  private final CacheContext context;
  private final Duration timeout;
  private final String prefix;
  private final String region;
  private final L2Settings settings;
  private final RegionMeters meters;

  /** Values on their way to the store together. For one thread until they are sent. */
  static final class Batch {
    private final List<Part> parts = new ArrayList<>();

    private Part open() {
      Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      if (last == null || last.writes.size() == MOST_AT_ONCE) {
        last = new Part();
        parts.add(last);
      }
      return last;
    }
  }

  /** Values that go in one round trip. */
  private static final class Part {
    final List<L2Store.Write> writes = new ArrayList<>();
    final CompletableFuture<Boolean> stored = new CompletableFuture<>();
  }

  L2Level(L2Store store, CacheContext context, RegionSettings region, RegionMeters meters) {
    this.store = store;
    this.context = context;
    this.timeout = context.l2Timeout();
    this.region = region.name();
    this.settings = region.l2();
    // Two regions whose keys read alike must not read each other's values.
    this.prefix = context.namespace() + ":" + region.name() + "@" + region.version();
    this.meters = meters;
  }

  /** What stands under the key; null if nothing does, or nothing that this node can read. */
  @Nullable Envelope read(EntryKey key) {
    try {
      return parsed(store.get(name(key)).get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      failed("get", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("get", e);
    }
    return null;
  }

  /** As {@link #read}, without blocking; never fails. */
  CompletableFuture<@Nullable Envelope> readAsync(EntryKey key) {
    return context
        .within(timeout, store.get(name(key)))
        .handle(
            (bytes, failure) -> {
              if (failure == null) {
                return parsed(bytes);
              }
              failed("get", failure);
              return null;
            });
  }

  /** As {@link #read} for several keys, in one round trip; keys without a value are left out. */
  Map<EntryKey, Envelope> readAll(Collection<EntryKey> keys) {
    return readIfAnswered(keys).orElse(Map.of());
  }

  /** As {@link #readAll}; empty if the store does not say. */
  Optional<Map<EntryKey, Envelope>> readIfAnswered(Collection<EntryKey> keys) {
    try {
      List<String> names = keys.stream().map(this::name).toList();
      Map<String, byte[]> found = store.getAll(names).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      Map<EntryKey, Envelope> read = new HashMap<>(2 * names.size());
      Iterator<String> name = names.iterator();
      for (EntryKey key : keys) {
        Envelope envelope = parsed(Optional.ofNullable(found.get(name.next())));
        if (envelope != null) {
          read.put(key, envelope);
        }
      }
      return Optional.of(read);
    } catch (ExecutionException | TimeoutException e) {
      failed("getAll", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("getAll", e);
    }
    return Optional.empty();
  }

  private @Nullable Envelope parsed(Optional<byte[]> bytes) {
    try {
      return bytes.isPresent() ? Envelope.parse(bytes.get()) : null;
    } catch (MalformedEnvelopeException e) {
      meters.l2Malformed.increment();
      LOG.warn("L2 value cannot be read and counts as a miss region={}", region, e);
      return null;
    }
  }

  /**
   * Adds a value to what is to be sent; L1 has it all the same.
   *
   * @return completes when the store has answered, with whether it has the value: false at once if
   *     tags or value have no form in bytes; never fails
   */
  CompletableFuture<Boolean> add(Batch batch, EntryKey key, Envelope envelope, Duration kept) {
    try {
      byte[] bytes = envelope.toBytes(settings.compression(), settings.compressAboveBytes());
      Part part = batch.open();
      part.writes.add(new L2Store.Write(name(key), bytes, kept));
      return part.stored;
    } catch (RuntimeException e) {
      meters.valuesUnencodable.increment();
      LOG.warn("value cannot be written to L2 region={}", region, e);
      return UNTAKEN;
    }
  }

  /**
   * Sets the values in the background, {@link #MOST_AT_ONCE} in a round trip, the next when the
   * last is answered; the next reader misses what failed.
   */
  void send(Batch batch) {
    send(batch.parts.iterator());
  }

  private void send(Iterator<Part> parts) {
    while (parts.hasNext()) {
      Part part = parts.next();
      CompletableFuture<Boolean> answered = send(part);
      if (!answered.isDone()) {
        CompletableFuture<Void> unused =
            answered.thenAccept(
                stored -> {
                  part.stored.complete(stored);
                  send(parts);
                });
        return;
      }
      part.stored.complete(answered.join());
    }
  }

  private CompletableFuture<Boolean> send(Part part) {
    if (part.writes.size() == 1) {
      L2Store.Write write = part.writes.get(0);
      return quiet("set", store.set(write.key(), write.value(), write.ttl()));
    }
    return quiet("setAll", store.setAll(part.writes));
  }

  /**
   * Removes a value in the background, unless another one has taken its place by then.
   *
   * @param unwanted says whether the value that stands there is to go
   */
  void removeIf(EntryKey key, Predicate<Envelope> unwanted) {
    CompletableFuture<Boolean> unused =
        quiet(
            "remove",
            store
                .get(name(key))
                .thenCompose(
                    found -> {
                      Envelope envelope = parsed(found);
                      return envelope != null && unwanted.test(envelope)
                          ? store.removeIfStartsWith(name(key), identity(found.orElseThrow()))
                          : CompletableFuture.completedFuture(false);
                    }));
  }

  private static byte[] identity(byte[] parsed) {
    try {
      return Envelope.identity(parsed);
    } catch (MalformedEnvelopeException e) {
      throw new IllegalStateException("an envelope that was read has no header", e);
    }
  }

  /** Tries to be the one node that loads a key; empty if the store does not say. */
  CompletableFuture<Optional<Boolean>> acquireLease(EntryKey key, UUID holder, Duration lease) {
    return context
        .within(timeout, store.setIfAbsent(leaseName(key), bytes(holder), lease))
        .handle(
            (won, failure) -> {
              if (failure == null) {
                return Optional.of(won);
              }
              failed("setIfAbsent", failure);
              return Optional.empty();
            });
  }

  /** Lets others load, unless the lease has passed on to them already. */
  void releaseLease(EntryKey key, UUID holder) {
    CompletableFuture<Boolean> unused =
        quiet("remove", store.removeIfStartsWith(leaseName(key), bytes(holder)));
  }

  private static byte[] bytes(UUID holder) {
    return holder.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private String name(EntryKey key) {
    return prefix + "|" + key.text();
  }

  private String leaseName(EntryKey key) {
    return prefix + "!" + key.text();
  }

  private CompletableFuture<Boolean> quiet(String operation, CompletableFuture<?> call) {
    return call.handle(
        (done, failure) -> {
          if (failure != null) {
            failed(operation, failure);
          }
          return failure == null;
        });
  }

  private void failed(String operation, Throwable failure) {
    meters.l2Failures.increment();
    LOG.debug("L2 {} failed region={}", operation, region, failure);
  }
}

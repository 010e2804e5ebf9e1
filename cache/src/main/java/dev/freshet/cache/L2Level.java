// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One region's view of the shared store: names keys, bounds waiting, and turns every failure into a
 * miss and a counter. Safe for any thread.
 */
final class L2Level {
  private static final Logger LOG = LoggerFactory.getLogger(L2Level.class);

  private final L2Store store;
  private final Duration timeout;
  private final String keyPrefix;
  private final String region;
  private final RegionMeters meters;

  L2Level(
      L2Store store,
      Duration timeout,
      String namespace,
      RegionSettings settings,
      RegionMeters meters) {
    this.store = store;
    this.timeout = timeout;
    this.region = settings.name();
    // Two regions whose keys read alike must not read each other's values.
    this.keyPrefix = namespace + ":" + settings.name() + "@" + settings.version() + "|";
    this.meters = meters;
  }

  /** What stands under the key; null if nothing does, or nothing that this node can read. */
  @Nullable Envelope read(EntryKey key) {
    try {
      Optional<byte[]> bytes =
          store.get(keyPrefix + key.text()).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return bytes.isPresent() ? Envelope.parse(bytes.get()) : null;
    } catch (MalformedEnvelopeException e) {
      meters.l2Unreadable.increment();
      LOG.warn("L2 value cannot be read and counts as a miss region={}", region, e);
    } catch (ExecutionException | TimeoutException e) {
      failed("get", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("get", e);
    }
    return null;
  }

  /** Sets the value in the background; without success the next reader misses. */
  void write(EntryKey key, Envelope envelope) {
    long ttlMs = envelope.expiresAtMs() - envelope.loadedAtMs();
    CompletableFuture<Void> unused =
        store
            .set(
                keyPrefix + key.text(),
                envelope.toBytes(Compression.NONE, 0),
                Duration.ofMillis(Math.max(1, ttlMs)))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    failed("set", failure);
                  }
                });
  }

  private void failed(String operation, Throwable failure) {
    meters.l2Failures.increment();
    LOG.debug("L2 {} failed region={}", operation, region, failure);
  }
}

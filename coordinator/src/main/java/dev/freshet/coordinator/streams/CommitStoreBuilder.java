// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds state stores that have no content of their own and are there to hear of commits ({@code
 * CommitCallback}): nothing to cache, nothing to log. Immutable and safe for any thread.
 *
 * @param make makes one for each task
 */
public record CommitStoreBuilder<T extends StateStore>(String name, Supplier<T> make)
    implements StoreBuilder<T> {
  @Override
  public T build() {
    return make.get();
  }

  @Override
  public StoreBuilder<T> withCachingEnabled() {
    throw unsupported();
  }

  @Override
  public StoreBuilder<T> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
    throw unsupported();
  }

  @Override
  public StoreBuilder<T> withLoggingDisabled() {
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }

  private UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("store " + name + ": has no content to keep");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A source that answers when and what the test says. For one thread. */
final class HandFedLoader implements AsyncLoader<String> {
  private final List<CompletableFuture<Loaded<String>>> loads = new ArrayList<>();

  @Override
  public CompletionStage<Loaded<String>> load(EntryKey key) {
    CompletableFuture<Loaded<String>> load = new CompletableFuture<>();
    loads.add(load);
    return load;
  }

  /** How many loads were begun. */
  int count() {
    return loads.size();
  }

  /** Ends a load, the first being 0; false if it had ended. */
  boolean answer(int load, @Nullable String value) {
    return loads.get(load).complete(Loaded.of(value));
  }

  /** As {@link #answer}, without a value. */
  boolean fail(int load, Exception failure) {
    return loads.get(load).completeExceptionally(failure);
  }

  boolean isCancelled(int load) {
    return loads.get(load).isCancelled();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.simulation.Coverage.Happening;
import dev.freshet.cache.store.L2Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An L2 whose writes arrive late and in any order, and that may fall back to an older copy. */
final class SimulatedStore implements L2Store {
  private record Write(String key, byte[] value) {}

  private final Schedule schedule;
  private final Coverage coverage;
  private final List<Write> underway = new ArrayList<>();
  private final Map<String, byte[]> newest = new HashMap<>();
  private Map<String, byte[]> values = new HashMap<>();
  private @Nullable Map<String, byte[]> replica;

  SimulatedStore(Schedule schedule, Coverage coverage) {
    this.schedule = schedule;
    this.coverage = coverage;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    schedule.step();
    byte[] value = values.get(key);
    if (value != null) {
      boolean older = !Arrays.equals(value, newest.get(key));
      coverage.add(older ? Happening.FILL_FROM_AN_OLDER_COPY : Happening.FILL);
    }
    schedule.step();
    return CompletableFuture.completedFuture(Optional.ofNullable(value));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    underway.add(new Write(key, value));
    newest.put(key, value);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return CompletableFuture.completedFuture(values.putIfAbsent(key, value) == null);
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    byte[] value = values.get(key);
    boolean matches =
        value != null
            && value.length >= prefix.length
            && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
    return CompletableFuture.completedFuture(matches && values.remove(key, value));
  }

  /** Whether a write is underway. */
  boolean isBusy() {
    return !underway.isEmpty();
  }

  /** One of the writes that are underway arrives. */
  void arrive() {
    if (!underway.isEmpty()) {
      Write write = underway.remove(schedule.choose(underway.size()));
      values.put(write.key(), write.value());
    }
  }

  /** The replica takes what there is; later writes do not reach it until the next time. */
  void replicate() {
    replica = new HashMap<>(values);
  }

  /** The replica takes over: what was written since it last took a copy is gone. */
  void failOver() {
    if (replica == null) {
      replicate();
      return;
    }
    schedule.note(() -> "the store falls back to its replica");
    coverage.add(Happening.STORE_FAILED_OVER);
    values = new HashMap<>(replica);
  }

  @Override
  public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.streams.CommitStoreBuilder;
import dev.freshet.coordinator.warmup.plan.PlanChange;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What others are to hear, until it is safe to say it. A planner that takes over must know of it:
 * of all tasks that are out, or a source would be asked for more than it bears, and of each run
 * that others know. So it is said only after a commit that came after all notes were stored, hence
 * after the cluster has acknowledged them. To hear of commits this is itself a state store, without
 * content ({@code CommitCallback}).
 *
 * <p>Whoever takes over in between says how all runs are, and hands out the tasks again of which
 * nothing is heard. Belongs to the task's thread.
 */
final class Unsaid implements StateStore {
  private final String name;
  private final List<PlanChange> held = new ArrayList<>();
  private final List<PlanChange> safe = new ArrayList<>();
  private boolean isOpen;

  private Unsaid(String name) {
    this.name = name;
  }

  static StoreBuilder<Unsaid> builder(String name) {
    return new CommitStoreBuilder<>(name, () -> new Unsaid(name));
  }

  void hold(PlanChange change) {
    held.add(change);
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** What may be said now, which is up to the caller. */
  List<PlanChange> takeSafe() {
    List<PlanChange> taken = List.copyOf(safe);
    safe.clear();
    return taken;
  }

  /** Streams may use one instance for several lives of a task. */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    held.clear();
    safe.clear();
    isOpen = true;
    context.register(root, (key, value) -> {}, this::onCommit);
  }

  /** Streams has flushed its producer and committed; it plans nothing in between. */
  private void onCommit() {
    safe.addAll(held);
    held.clear();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    isOpen = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }
}

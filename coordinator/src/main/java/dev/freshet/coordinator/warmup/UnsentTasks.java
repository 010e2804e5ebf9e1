// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.warmup.plan.PlanChange.HandedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Tasks that ask a source with a limit, until it is safe to send them. A planner that takes over
 * must know of all that are out, or the source would be asked for more than it bears. So each is
 * sent only after a commit that came after its note was stored, hence after the cluster has
 * acknowledged the note. To hear of commits this is itself a state store, without content ({@code
 * CommitCallback}).
 *
 * <p>Whoever takes over in between finds the notes of tasks that nobody has sent, and hands them
 * out again when nothing is heard of them. Belongs to the task's thread.
 */
final class UnsentTasks implements StateStore {
  private final String name;
  private final List<HandedOut> held = new ArrayList<>();
  private final List<HandedOut> safe = new ArrayList<>();
  private boolean isOpen;

  private UnsentTasks(String name) {
    this.name = name;
  }

  static StoreBuilder<UnsentTasks> builder(String name) {
    return new Builder(name);
  }

  void hold(HandedOut task) {
    held.add(task);
  }

  /** Those that may be sent now, which is up to the caller. */
  List<HandedOut> takeSafe() {
    List<HandedOut> taken = List.copyOf(safe);
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

  private record Builder(String name) implements StoreBuilder<UnsentTasks> {
    @Override
    public UnsentTasks build() {
      return new UnsentTasks(name);
    }

    @Override
    public StoreBuilder<UnsentTasks> withCachingEnabled() {
      throw unsupported();
    }

    @Override
    public StoreBuilder<UnsentTasks> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<UnsentTasks> withLoggingEnabled(Map<String, String> config) {
      throw unsupported();
    }

    @Override
    public StoreBuilder<UnsentTasks> withLoggingDisabled() {
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
}

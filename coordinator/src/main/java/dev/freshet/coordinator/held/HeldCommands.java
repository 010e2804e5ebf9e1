// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import dev.freshet.coordinator.streams.CommitStoreBuilder;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.UndecodableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The held commands of one mapping task. Each is in memory, and in a store with a changelog for
 * whoever takes the task over. Belongs to the task's thread.
 *
 * <p><b>Nothing is lost.</b> A command enters the changelog before the offset of its event is
 * committed, for Streams flushes its producer first. It leaves it only after a commit that came
 * after the command was sent, hence after the cluster has acknowledged the command: if both were on
 * their way at once, the deletion could outlive a crash that the command does not. To hear of
 * commits this is itself a state store of the task, without content of its own ({@code
 * CommitCallback}).
 *
 * <p><b>A task that does not know that it was replaced</b> may still write to the changelog. It
 * only deletes what it has sent, and ids are never used twice, so it cannot delete what its
 * successor holds.
 *
 * <p><b>Bounded.</b> There is one held command for each slot: distinct targets times the time they
 * wait. When there are as many as there may be, {@link #isFull} says so to whoever would hold more.
 */
public final class HeldCommands implements StateStore {
  /** How many a task holds at most, some 50 MB. */
  public static final int MOST = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(HeldCommands.class);

  private final String name;
  private final int most;
  private final List<String> sent = new ArrayList<>();
  private final List<String> acknowledged = new ArrayList<>();
  private Waiting waiting = new Waiting();
  private String start = "";
  private long opened;
  private boolean isOpen;
  private @Nullable KeyValueStore<String, byte[]> log;
  private @Nullable Codec codec;

  /** Commands to bytes and back. */
  public interface Codec {
    /** As in the command log. */
    byte[] encode(InvalidationCommand command);

    /**
     * What {@link #encode} was given.
     *
     * @throws UndecodableRecordException if it was given no command
     */
    InvalidationCommand decode(byte[] bytes);
  }

  private HeldCommands(String name, int most) {
    this.name = name;
    this.most = most;
  }

  /**
   * For the topology.
   *
   * @param most how many commands a task holds at most, besides those it takes over
   */
  public static StoreBuilder<HeldCommands> builder(String name, int most) {
    return new CommitStoreBuilder<>(name, () -> new HeldCommands(name, most));
  }

  /**
   * Begins with what the store holds already.
   *
   * @param log a store with a changelog, for nobody else
   */
  public void begin(KeyValueStore<String, byte[]> log, Codec codec, long nowMs) {
    this.log = log;
    this.codec = codec;
    start = UUID.randomUUID().toString().substring(0, 8);
    try (KeyValueIterator<String, byte[]> all = log.all()) {
      while (all.hasNext()) {
        waiting.restore(restored(all.next(), codec, nowMs));
      }
    }
    if (waiting.size() > 0) {
      LOG.info("Held commands taken over: store={} commands={}", name, waiting.size());
    }
  }

  /** What cannot be read stands for everything. */
  private Held restored(KeyValue<String, byte[]> entry, Codec reader, long nowMs) {
    try {
      return Held.restored(entry.key, reader.decode(entry.value), nowMs);
    } catch (IllegalArgumentException | UndecodableRecordException e) {
      LOG.error(
          "Held command unreadable, everything is invalidated: store={} id={}", name, entry.key, e);
      InvalidationCommand everything =
          new InvalidationCommand(Target.ALL.text(), "", null, null, nowMs, null);
      return new Held(entry.key, Kind.COALESCED, 0, nowMs, everything);
    }
  }

  /** Whether a command waits that may stand for one more event. */
  public boolean takesIn(Slot slot, long nowMs) {
    return waiting.takesIn(slot, nowMs);
  }

  /** Whether no further command can be held. */
  public boolean isFull() {
    return waiting.size() >= most;
  }

  /** Holds a command; the event in its cause is the first that asks for it. */
  public void hold(Slot slot, InvalidationCommand command, long nowMs) {
    Held held = Held.open(slot, start + "-" + opened++, nowMs, command);
    log().put(held.id(), codec().encode(command));
    waiting.open(slot, held);
  }

  /** The command that is to be sent next, or null if none is due. */
  public @Nullable Held due(long nowMs) {
    return waiting.due(nowMs);
  }

  /** When the next command is to be sent; empty if none waits. */
  public OptionalLong nextDueAtMs() {
    return waiting.nextDueAtMs();
  }

  /** Notes that a command was handed to the producer. */
  public void sent(Held held) {
    waiting.remove(held);
    sent.add(held.id());
  }

  /** Deletes what needs to be sent by nobody any more. */
  public void deleteAcknowledged() {
    acknowledged.forEach(log()::delete);
    acknowledged.clear();
  }

  /**
   * The lowest offset of an event whose commands were not sent yet; the largest number if there is
   * none in the partition.
   */
  public long heldBackFrom(TopicPartition partition) {
    return waiting.heldBackFrom(partition);
  }

  private KeyValueStore<String, byte[]> log() {
    return begun(log);
  }

  private Codec codec() {
    return begun(codec);
  }

  private <T> T begun(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("held commands: used before begin, store=" + name);
    }
    return part;
  }

  /** Streams may use one instance for several lives of a task. */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    waiting = new Waiting();
    sent.clear();
    acknowledged.clear();
    isOpen = true;
    context.register(root, (key, value) -> {}, this::onCommit);
  }

  /** Streams has flushed its producer and committed; it sends nothing in between. */
  private void onCommit() {
    acknowledged.addAll(sent);
    sent.clear();
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

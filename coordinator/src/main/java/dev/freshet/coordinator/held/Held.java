// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A command that waits. Its cause is the first event that asked for it: later ones add nothing that
 * a crash could lose, and the time from the event to the command is the longest there was.
 * Immutable.
 *
 * @param id its key in the changelog; no two are the same, whichever task of whichever time opened
 *     it
 * @param kind why it waits
 * @param waitMs how long, as the rule says
 * @param openedAtMs when the first event asked for it
 * @param command what to send
 */
public record Held(
    String id, Kind kind, long waitMs, long openedAtMs, InvalidationCommand command) {
  private static final String SEPARATOR = " ";

  static Held open(Slot slot, String unique, long nowMs, InvalidationCommand command) {
    String id =
        String.join(
            SEPARATOR,
            slot.kind().text(),
            Long.toString(slot.waitMs()),
            Long.toString(nowMs),
            unique);
    return new Held(id, slot.kind(), slot.waitMs(), nowMs, command);
  }

  /**
   * What another task left behind.
   *
   * @throws IllegalArgumentException if the id is none
   */
  static Held restored(String id, InvalidationCommand command, long nowMs) {
    String[] parts = id.split(SEPARATOR, -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("held command: id is wrong, found " + id);
    }
    long waitMs = Long.parseLong(parts[1]);
    long openedAtMs = Long.parseLong(parts[2]);
    return new Held(id, Kind.of(parts[0]), waitMs, openedAtMs, command).byClockOf(nowMs);
  }

  /**
   * The same by another clock than that by which it was opened. If it holds back events it is due
   * at once, for nobody knows how long it has waited. If it is repeated it keeps its time, unless
   * that other clock was ahead.
   */
  Held byClockOf(long nowMs) {
    long opened =
        kind.holdsBackEvents() ? nowMs - kind.sendAfterMs(waitMs) : Math.min(openedAtMs, nowMs);
    return new Held(id, kind, waitMs, opened, command);
  }

  Slot slot() {
    String topic = command.getCause().map(Cause::getTopic).orElse("");
    return new Slot(kind, waitMs, command.getTarget(), topic);
  }

  long dueAtMs() {
    return openedAtMs + kind.sendAfterMs(waitMs);
  }

  boolean isDue(long nowMs) {
    return nowMs >= dueAtMs();
  }

  boolean takesIn(long nowMs) {
    return nowMs - openedAtMs < kind.mergeForMs(waitMs);
  }

  /** The first offset of the partition that must not count as mapped; the largest if none. */
  long heldBackFrom(TopicPartition partition) {
    if (!kind.holdsBackEvents()) {
      return Long.MAX_VALUE;
    }
    Optional<Cause> cause = command.getCause();
    if (cause.isEmpty()) {
      return 0; // unreadable: it may stand for any event
    }
    boolean same =
        cause.get().getPartition() == partition.partition()
            && cause.get().getTopic().equals(partition.topic());
    return same ? cause.get().getOffset() : Long.MAX_VALUE;
  }
}

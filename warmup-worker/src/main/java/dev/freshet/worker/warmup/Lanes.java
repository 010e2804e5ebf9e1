// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lanes that are open: one for each priority. A second one where there are more tasks than one
 * holds, so that tasks of a priority are at hand also while those of one lane come to their end; a
 * third one while the others are held up by long tasks. For one thread.
 */
final class Lanes {
  private static final long HELD_UP_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

  /** A task, and the lane by which it came. */
  record Taken(Lane lane, ConsumerRecord<byte[], byte[]> record) {}

  /** A lane, and when it gave tasks last. */
  private static final class Open {
    final Lane lane;
    long gaveNanos;
    boolean gaveAll;

    Open(Lane lane, long gaveNanos) {
      this.lane = lane;
      this.gaveNanos = gaveNanos;
    }
  }

  private final LongPredicate mayOpen;
  private final Function<WarmupPriority, Lane> opening;
  private final int most;

  /** Those of high priority first. */
  private final List<Open> open = new ArrayList<>();

  /**
   * None yet.
   *
   * @param mayOpen whether, at a time, lanes would lead anywhere
   * @param opening opens a lane
   * @param most most tasks that a lane gives at a time
   */
  Lanes(LongPredicate mayOpen, Function<WarmupPriority, Lane> opening, int most) {
    this.mayOpen = mayOpen;
    this.opening = opening;
    this.most = most;
  }

  /** Opens and closes as it is needed. */
  void adapt(long nowNanos) {
    if (open.isEmpty() && !mayOpen.test(nowNanos)) {
      return;
    }
    for (WarmupPriority priority : WarmupPriority.values()) {
      List<Open> ofPriority =
          open.stream().filter(each -> each.lane.priority() == priority).toList();
      if (isOneWanted(ofPriority, nowNanos)) {
        open.add(new Open(opening.apply(priority), nowNanos));
        open.sort(Comparator.comparing(each -> each.lane.priority()));
      }
      ofPriority.stream()
          .skip(1)
          .filter(each -> each.lane.isEmpty() && nowNanos - each.gaveNanos > IDLE_NANOS)
          .findFirst()
          .ifPresent(this::close);
    }
  }

  /** Whether any is. */
  boolean areOpen() {
    return !open.isEmpty();
  }

  private static boolean isOneWanted(List<Open> ofPriority, long nowNanos) {
    return switch (ofPriority.size()) {
      case 0 -> true;
      case 1 -> isHeldUp(ofPriority.get(0), nowNanos) || ofPriority.get(0).gaveAll;
      case 2 -> ofPriority.stream().allMatch(each -> isHeldUp(each, nowNanos));
      default -> false;
    };
  }

  private static boolean isHeldUp(Open each, long nowNanos) {
    return !each.lane.isEmpty() && nowNanos - each.gaveNanos > HELD_UP_NANOS;
  }

  private void close(Open idle) {
    idle.lane.close();
    open.remove(idle);
  }

  /** What the lanes have to give now. */
  List<Taken> take(long nowNanos) {
    List<Taken> all = new ArrayList<>();
    for (Open each : open) {
      List<ConsumerRecord<byte[], byte[]>> taken = each.lane.take();
      taken.forEach(record -> all.add(new Taken(each.lane, record)));
      if (!taken.isEmpty()) {
        each.gaveNanos = nowNanos;
        each.gaveAll = taken.size() >= most;
      }
    }
    return all;
  }

  /** The tasks whose locks could not be renewed. */
  List<ConsumerRecord<byte[], byte[]>> renew() {
    return open.stream().flatMap(each -> each.lane.renew().stream()).toList();
  }

  /** Sends what was settled. */
  void flush() {
    open.forEach(each -> each.lane.flush());
  }

  /** Closes them all. */
  void close() {
    for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
      all.next().lane.close();
      all.remove();
    }
  }
}

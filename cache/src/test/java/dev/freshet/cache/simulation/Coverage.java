// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each thing happened that a schedule is meant to contain; a simulation in which one
 * never does proves nothing about it. Safe for any thread.
 */
final class Coverage {

  /** Something that happens in a schedule. */
  enum Happening {
    LOAD,
    /** A read found a value in L2, whether or not the fence let it pass. */
    FILL,
    /** All keys at once, which share a load and a round trip to L2. */
    READ_OF_ALL,
    /** A read in L2 found an older copy than what was last written there. */
    FILL_FROM_AN_OLDER_COPY,
    /** A read found nothing but a value that has expired, because the loader failed. */
    STALE_IF_ERROR,
    LOAD_THAT_FAILED,
    /** What was loaded outside of the cache was cached. */
    OUTSIDE_LOAD,
    /** It was not: a command came between. */
    OUTSIDE_LOAD_REJECTED,
    /** What was loaded before anybody asked was cached. */
    WARMED,
    /** A level had it. */
    WARM_ALREADY,
    /** It was not cached: a command came between. */
    WARMING_REJECTED,
    /** L1 was filled from L2 before anybody asked. */
    FILLED_AHEAD,
    PUT,
    /** A write through, which others may cross, had its value cached. */
    WRITE,
    /** The value of a write was not cached: another command came between. */
    WRITE_REJECTED,
    /** The writer threw; the source may or may not have the value. */
    WRITE_THAT_FAILED,
    /** A put found that its command was not applied: killed, or the log has lost it. */
    PUT_THAT_FAILED,
    COMMAND_APPLIED,
    /** A command stands in the log twice. */
    COMMAND_DUPLICATED,
    /** A follower hands over a record a second time. */
    COMMAND_REDELIVERED,
    /** A node applies a command after a later one from another partition. */
    COMMAND_REORDERED,
    /** A node applies a command when three newer ones stand in the log. */
    COMMAND_DELAYED,
    /** A node applies a command fifty steps after another one did. */
    NODE_LAGGED,
    COMMAND_UNREADABLE,
    /** A command stands in another partition than its target's. */
    COMMAND_MISPLACED,
    SCAN_APPLIED,
    PROGRESS_MARKER,
    COMMAND_WHILE_LOADING,
    COMMAND_WHILE_FILLING,
    NODE_RESTARTED,
    /** A node starts after the log has lost records that it had applied before its restart. */
    NODE_RESTARTED_AFTER_TRUNCATION,
    TABLE_OVERFLOWED,
    STORE_FAILED_OVER,
    LOG_TRUNCATED,
    LOG_CREATED_AGAIN,
    /** A node notices that the log it follows has lost records. */
    TRUNCATION_NOTICED;

    /** As people read it. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final Map<Happening, LongAdder> counts = new EnumMap<>(Happening.class);

  Coverage() {
    for (Happening happening : Happening.values()) {
      counts.put(happening, new LongAdder());
    }
  }

  void add(Happening happening) {
    adder(happening).increment();
  }

  long count(Happening happening) {
    return adder(happening).sum();
  }

  private LongAdder adder(Happening happening) {
    LongAdder adder = counts.get(happening);
    if (adder == null) {
      throw new IllegalStateException(happening + ": is not counted");
    }
    return adder;
  }

  /** A line for each happening. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (Happening happening : Happening.values()) {
      lines.append(String.format("%12d  %s%n", count(happening), happening.text()));
    }
    return lines.toString();
  }
}

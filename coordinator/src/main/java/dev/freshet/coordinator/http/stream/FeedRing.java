// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest items of the stream, shared by all clients: each remembers how far it has read, so the
 * ring is the queue of them all, and its bounds are the bounds of what slow clients can hold. Items
 * are numbered from zero in the order in which they came.
 *
 * <p>Safe for any thread.
 */
final class FeedRing {
  private final long mostBytes;

  // All guarded by this.
  private final @Nullable FeedItem[] slots;
  private long bytes;

  /** Number of the first item, and of the next to come. */
  private long first;

  private long end;

  /** Everything that the topic has behind this offset, up to the last one, is here. */
  private long coveredBehind;

  private long lastOffset;

  /**
   * A ring.
   *
   * @param offset up to which the topic was read before; negative for not at all
   */
  FeedRing(int mostItems, long mostBytes, long offset) {
    this.slots = new FeedItem[mostItems];
    this.mostBytes = mostBytes;
    this.coveredBehind = offset;
    this.lastOffset = offset;
  }

  /** Adds items behind the last, and drops old ones that have no room. */
  synchronized void append(Collection<FeedItem> items) {
    for (FeedItem item : items) {
      if (item.beginsAnew()) {
        while (first < end) {
          dropFirst();
        }
        coveredBehind = item.offset();
      } else if (end - first == slots.length) {
        dropFirst();
      }
      slots[slot(end++)] = item;
      bytes += item.bytes();
      lastOffset = item.offset();
      while (bytes > mostBytes) {
        dropFirst();
      }
    }
  }

  private void dropFirst() {
    FeedItem dropped = at(first);
    slots[slot(first++)] = null;
    bytes -= dropped.bytes();
    coveredBehind = dropped.offset();
  }

  private int slot(long number) {
    return (int) (number % slots.length);
  }

  private FeedItem at(long number) {
    return requireNonNull(slots[slot(number)]);
  }

  /**
   * Some items of the ring.
   *
   * @param first number of the first of them; above the one that was asked for if those between are
   *     dropped
   */
  record Slice(long first, List<FeedItem> items) {}

  /** Some items from a number on; none if they are still to come. */
  synchronized Slice read(long from, int most) {
    long begin = Math.max(from, first);
    List<FeedItem> found = new ArrayList<>(most);
    for (long number = begin; number < end && found.size() < most; number++) {
      found.add(at(number));
    }
    return new Slice(begin, found);
  }

  /**
   * Where a client stands.
   *
   * @param next number of the item that comes next
   * @param offset it has seen the topic up to here
   */
  record Place(long next, long offset) {}

  /** Behind all that came so far. */
  synchronized Place end() {
    return new Place(end, lastOffset);
  }

  /** Number of the first item behind an offset; empty if not all behind it is here. */
  synchronized OptionalLong behind(long offset) {
    if (offset < coveredBehind || offset > lastOffset) {
      return OptionalLong.empty();
    }
    long number = first;
    while (number < end && at(number).offset() <= offset) {
      number++;
    }
    return OptionalLong.of(number);
  }

  synchronized long bytes() {
    return bytes;
  }
}

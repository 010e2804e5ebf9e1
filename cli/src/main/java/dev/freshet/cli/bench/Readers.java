// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cache.Answer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The callers of one node, of which each takes the next read that is due. A read that begins when
 * an event has been applied on its node must not return an older version than the event made.
 * {@link #run} is for as many threads as there are callers.
 */
final class Readers implements Runnable {
  /** As many may wait for the source at once. */
  static final int CALLERS = 16;

  private final Crew crew;
  private final Fleet.Member member;
  private final Profile.Keys keys;
  private final Source source;
  private final Versions floors;
  private final Tally tally;
  private final Writer.Times times;
  private final AtomicLong next = new AtomicLong();

  Readers(
      Crew crew,
      Fleet.Member member,
      Profile.Keys keys,
      Source source,
      Versions floors,
      Tally tally,
      Writer.Times times) {
    this.crew = crew;
    this.member = member;
    this.keys = keys;
    this.source = source;
    this.floors = floors;
    this.tally = tally;
    this.times = times;
  }

  @Override
  public void run() {
    SplittableRandom random = new SplittableRandom(Thread.currentThread().getName().hashCode());
    long number = next.getAndIncrement();
    while (number < times.count()) {
      long dueNanos = times.dueNanos(number);
      crew.awaitTime(dueNanos);
      if (crew.isEnding()) {
        return;
      }
      read(keys.pick(random), dueNanos);
      number = next.getAndIncrement();
    }
  }

  private void read(int item, long dueNanos) {
    long floor = floors.of(item);
    Answer<byte[]> answer;
    try {
      answer = member.region().answer(member.keys().get(item), key -> source.load(item));
    } catch (RuntimeException e) {
      tally.failed("a read failed on " + member.node().name() + ": " + e);
      return;
    }
    tally.read(answer.source(), System.nanoTime() - dueNanos);
    byte[] value = answer.value();
    if (value == null || Source.version(value) < floor) {
      tally.stale(
          "%s read version %s of item %d from %s, %s old, where %d was applied"
              .formatted(
                  member.node().name(),
                  value == null ? "none" : Source.version(value),
                  item,
                  answer.source(),
                  Duration.ofMillis(answer.age().toMillis()),
                  floor));
    }
  }
}

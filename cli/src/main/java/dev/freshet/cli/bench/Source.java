// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What is cached: for each item a value that begins with its version, and goes on with bytes that
 * do not compress. Takes its time to load. Versions begin above those of all earlier runs: what one
 * of those left in Redis is too old here. Safe for any thread.
 */
final class Source {
  private static final int CHANGES_PER_MS = 1 << 20;

  private final Profile profile;
  private final Load load;
  private final Tally tally;
  private final long least;
  private final AtomicLong newest;
  private final Versions versions;
  private final byte[] pattern;

  Source(Profile profile, Load load, Tally tally) {
    this.profile = profile;
    this.load = load;
    this.tally = tally;
    this.least = System.currentTimeMillis() * CHANGES_PER_MS;
    this.newest = new AtomicLong(least);
    this.versions = new Versions(profile.keys(), least);
    this.pattern = new byte[load.valueBytes()];
    new SplittableRandom(1).nextBytes(pattern);
  }

  /** For a node to which no event has come yet. */
  Versions floors() {
    return new Versions(profile.keys(), least);
  }

  /** Changes an item or a group, as the profile has it; then the event may be published. */
  Change change(SplittableRandom random) {
    Profile.Keys keys = profile.keys();
    boolean isGroup = random.nextDouble() < profile.traffic().groupShare();
    int number = isGroup ? random.nextInt(keys.groups()) : keys.pick(random);
    Change change = new Change(isGroup, number, newest.incrementAndGet());
    versions.raise(change);
    return change;
  }

  /** Reads first and answers later, as a source does: a change may come in between. */
  byte[] load(int item) {
    byte[] value = now(item);
    tally.loaded();
    LockSupport.parkNanos(load.loadTime().toNanos());
    return value;
  }

  /** The value as it is, at once and not counted. */
  byte[] now(int item) {
    byte[] value = pattern.clone();
    ByteBuffer.wrap(value).putLong(versions.of(item));
    return value;
  }

  /** The version of a value that {@link #now} or {@link #load} gave. */
  static long version(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}

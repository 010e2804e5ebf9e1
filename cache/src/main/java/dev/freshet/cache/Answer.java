// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A value with where it came from and how old it is. Immutable, apart from {@link #isCurrent},
 * which says how things stand now; safe for any thread.
 */
public final class Answer<V> {

  /** Where a value came from. */
  public enum Source {
    /** The level in the process. */
    L1,
    /** The shared level. */
    L2,
    /** The loader, called by this call or by one that it joined. */
    LOADER,
    /** An expired value, because the loader failed or is slow. It was not invalidated. */
    STALE,
    /** A write of this node that the source does not have yet. */
    QUEUED
  }

  private final @Nullable V value;
  private final Source source;
  private final Duration age;
  private final BooleanSupplier current;

  /** Made by the cache. */
  public Answer(@Nullable V value, Source source, Duration age, BooleanSupplier current) {
    this.value = value;
    this.source = source;
    this.age = age;
    this.current = current;
  }

  /** The value; null if the source has none. */
  public @Nullable V value() {
    return value;
  }

  /** Where the value came from. */
  public Source source() {
    return source;
  }

  /** How long ago the value was loaded or written, by the clock of the node that did. */
  public Duration age() {
    return age;
  }

  /**
   * Whether the value was cached and nothing has invalidated it since, as far as this node has
   * applied. {@link Region#putIfCurrent} takes an answer for what its caller saw.
   */
  public boolean isCurrent() {
    return current.getAsBoolean();
  }

  /** Source and age; never the value. */
  @Override
  public String toString() {
    return "answer from " + source + ", " + age + " old";
  }
}

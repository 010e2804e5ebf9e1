// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a view can be trusted. Immutable.
 *
 * @param caughtUpAt the newest time, by this machine's clock, of which the view is known to hold
 *     all that was stored; empty if it was never read to its end
 * @param age how long ago that is; empty likewise
 * @param trouble why it cannot be read now, if it cannot
 * @param unreadable how many records could not be read, by what was wrong
 */
public record ViewHealth(
    Optional<Instant> caughtUpAt,
    Optional<Duration> age,
    Optional<String> trouble,
    Map<String, Long> unreadable) {

  /** A view that is younger has its brokers: it asks them every second. */
  private static final Duration SOUND = Duration.ofSeconds(5);

  public ViewHealth {
    unreadable = Map.copyOf(unreadable);
  }

  /** Whether the view is loaded and not older than a few seconds. */
  public boolean isSound() {
    return age.filter(found -> found.compareTo(SOUND) <= 0).isPresent();
  }

  /** For people. */
  @Override
  public String toString() {
    String state =
        isSound()
            ? "registry view is up to date"
            : "registry view: found "
                + age.map(found -> "it " + found.toSeconds() + " s old").orElse("it never loaded")
                + ", expected at most "
                + SOUND.toSeconds()
                + " s"
                + trouble.map(why -> ": " + why).orElse("");
    long total = unreadable.values().stream().mapToLong(Long::longValue).sum();
    return total == 0 ? state : state + "; " + total + " records could not be read: " + unreadable;
  }
}

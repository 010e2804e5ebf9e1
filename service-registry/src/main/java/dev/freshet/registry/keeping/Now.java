// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment in a member's life. Immutable.
 *
 * @param listened for how long the observer has listened, see {@link Listening}
 * @param wall by its wall clock, for people
 */
record Now(Duration listened, Instant wall) {
  /** How long the observer has listened since. */
  Duration since(Duration earlier) {
    return listened.minus(earlier);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.Heartbeat;
import java.time.Duration;

/**
 * The last sign of life of an incarnation. Immutable.
 *
 * @param listened when it was heard, in time listened
 * @param sequence of its last heartbeat; 0 if this observer has heard none
 */
record Signs(Duration listened, long sequence) {
  static Signs none(Now now) {
    return new Signs(now.listened(), 0);
  }

  Signs heard(Now now) {
    return new Signs(now.listened(), sequence);
  }

  Signs heard(Heartbeat heartbeat, Now now) {
    return new Signs(now.listened(), heartbeat.getSequence());
  }
}

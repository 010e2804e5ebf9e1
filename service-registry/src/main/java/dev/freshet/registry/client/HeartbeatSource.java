// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.Heartbeat;
import java.time.Instant;

/**
 * How a member is. Asked by the announcer's thread alone, for each heartbeat; should answer within
 * milliseconds. What it throws is logged and costs that heartbeat.
 */
@FunctionalInterface
public interface HeartbeatSource {

  /**
   * The next heartbeat.
   *
   * @param sequence its number in this incarnation, from 1
   * @param now when it is sent, by the member's clock
   */
  Heartbeat beat(long sequence, Instant now);
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.RegistryEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * What a process knows of a member. Immutable.
 *
 * @param id who it is
 * @param entry what the registry says
 * @param heard the last heartbeat of the incarnation that is registered, if this process has seen
 *     one
 */
public record MemberView(MemberId id, RegistryEntry entry, Optional<Heard> heard) {

  /**
   * A heartbeat and when it came.
   *
   * @param storedAt by the broker's clock
   */
  public record Heard(Heartbeat heartbeat, Instant storedAt) {}
}

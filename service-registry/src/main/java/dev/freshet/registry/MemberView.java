// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Whether it is one of those on which what is invalidated has to be applied. */
  public boolean isNode() {
    return isNode(entry.getRegistration(), heard.map(Heard::heartbeat).orElse(null));
  }

  /**
   * Whether a member has a cache that follows the command log; or may have, and serve from it
   * already: it holds regions, and was not heard yet or has not found the log yet.
   */
  public static boolean isNode(Registration registration, @Nullable Heartbeat last) {
    if (last != null && !last.getWatermarks().isEmpty()) {
      return true;
    }
    return (last == null || last.getPhase() == MemberPhase.STARTING)
        && registration.getCapabilities().stream().anyMatch(RegionHolding.class::isInstance);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.warmup.world.World;

/** What planning needs of the world besides its topics. Must be safe for any thread. */
public interface Surroundings {
  /** How the world is now; does not block. */
  World world();

  /**
   * Sees to it that a service gets topics for its tasks; {@link #world()} tells when it has them.
   * May be asked again and again; does not block.
   */
  void wantTopics(String service);
}

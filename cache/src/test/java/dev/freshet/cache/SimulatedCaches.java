// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;

/** Opens to the simulation what a cache keeps to its package. */
public final class SimulatedCaches {
  private SimulatedCaches() {}

  /** The builder, with a fence of the simulation's own. */
  public static FreshetCache.Builder builder(
      CommandLog commands, Fence fence, Interleaving schedule) {
    return FreshetCache.builder(commands).simulated(fence, schedule);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;

/** Opens to tests of benchmarks what a cache keeps to its package. */
public final class FencedCaches {
  private FencedCaches() {}

  /** The builder, with another fence. */
  public static FreshetCache.Builder builder(CommandLog commands, Fence fence) {
    return FreshetCache.builder(commands).simulated(fence, Interleaving.NONE);
  }
}

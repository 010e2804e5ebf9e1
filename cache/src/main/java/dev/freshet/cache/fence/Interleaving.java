// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import java.util.concurrent.CompletableFuture;

/**
 * Called between the steps whose order matters, and before a thread waits for another, so that a
 * simulation can let somebody else go on in each of these places. In production it does nothing.
 */
public interface Interleaving {
  /** Nobody else goes on. */
  Interleaving NONE =
      new Interleaving() {
        @Override
        public void step() {}

        @Override
        public void awaiting(CompletableFuture<?> awaited) {}
      };

  /** Another thread may run here. */
  void step();

  /** This thread is about to block until the future is done. */
  void awaiting(CompletableFuture<?> awaited);
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.events.avro.KeysListed;

/** Takes pages of listed keys. */
@FunctionalInterface
public interface Pages {

  /** Blocks until the page is stored. */
  void send(KeysListed page) throws InterruptedException;
}

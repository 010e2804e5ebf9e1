// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.events.avro.HotKeys;
import java.util.List;

/** Where the reports of hot keys are found. */
@FunctionalInterface
public interface HotKeySource {

  /**
   * The latest report of each node on each of its regions. Blocks until they are read.
   *
   * @throws RuntimeException if they cannot be read
   */
  List<HotKeys> read() throws InterruptedException;
}

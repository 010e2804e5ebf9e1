// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import java.util.Map;

/** Takes rows of keys. */
@FunctionalInterface
public interface RowConsumer {

  /**
   * Takes a row.
   *
   * @param params values by column, in the order of the columns that were asked for; without those
   *     that are null or missing in this row. The map is the consumer's own.
   */
  void accept(Map<String, ?> params) throws InterruptedException;
}

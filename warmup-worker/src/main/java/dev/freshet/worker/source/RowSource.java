// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

/** What keys can be asked of: a database or an HTTP endpoint. Safe for any thread. */
@FunctionalInterface
public interface RowSource {

  /**
   * The rows that answer a request; nothing is read yet.
   *
   * @param request SQL for a database, a path below an endpoint
   * @throws SourceException if it is none that this source takes
   */
  KeyRows rows(String request) throws SourceException;
}

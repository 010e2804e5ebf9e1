// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import java.util.List;

/** Rows of which each is to be a key, not read yet. Safe for any thread. */
@FunctionalInterface
public interface KeyRows {
  /** Rows beyond the most that are wanted are counted up to this many. */
  long MOST_COUNTED = 100_000;

  /**
   * Reads the rows; every call reads them anew. Blocks until they are read. A caller that is
   * interrupted gets no more rows, and the source is told to stop.
   *
   * @param columns the holes of the key; other columns are left out
   * @param maxRows most rows to hand on
   * @param rows gets them one after another, in the caller's thread; what it throws ends the
   *     reading and comes out as it is
   * @return how many rows there were beyond, at most {@link #MOST_COUNTED}, which stands for as
   *     many or more
   * @throws SourceException if the source fails, is too slow, or has none of one of the columns
   */
  long read(List<String> columns, long maxRows, RowConsumer rows)
      throws SourceException, InterruptedException;
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.fill;

/**
 * What was carried.
 *
 * @param commands that Redis executed, those within scripts, too
 * @param messages that told others: records of the command log, publications, what Redis said to
 *     those it tracks, invalidations between members
 */
record Traffic(long commands, long messages) {

  Traffic since(Traffic before) {
    return new Traffic(commands - before.commands, messages - before.messages);
  }
}

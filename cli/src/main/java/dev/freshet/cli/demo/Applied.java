// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.DemoEvent;
import dev.freshet.events.values.Receipt;
import java.util.List;

/**
 * An event that is applied on all nodes.
 *
 * @param commands each command on each node, in the order in which they were applied
 * @param latencyNanos from the call of publish to the last command on the slowest node
 */
record Applied(DemoEvent event, Receipt receipt, List<Step> commands, long latencyNanos) {

  /** One command on one node. */
  record Step(int node, String target, long afterNanos) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

/** Hears of each command that a node applies, in the follower's thread: return quickly. */
@FunctionalInterface
public interface CommandListener {
  /** Called after the command took effect; what it throws is logged and ends nothing. */
  void applied(AppliedCommand command);
}

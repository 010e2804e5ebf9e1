// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

/**
 * The headers of commands, which make each of them traceable to its rule. Their values are texts in
 * UTF-8.
 */
public final class CommandHeaders {
  /** The rule that asked for the command, as {@code set/id}. */
  public static final String RULE_ID = "freshet_rule_id";

  /** The revision of its rule set. */
  public static final String RULE_REVISION = "freshet_rule_rev";

  /** {@code 1} on a command that is sent once more. */
  public static final String REPEAT = "freshet_repeat";

  /** {@code 1} on a command that stands for those above the limit of its rule. */
  public static final String LIMITED = "freshet_limited";

  private CommandHeaders() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import java.util.regex.Pattern;

/**
 * The forms that a text can have. The pattern says what a text must look like at least; the parser
 * checks ranges and templates beyond it.
 */
public enum Form {
  /** Any text. */
  TEXT("(?s).+", "a text"),
  /** The name of a rule set, a region, a rule, a job. */
  NAME("[A-Za-z0-9][A-Za-z0-9:_.-]*", "a name of letters, digits and ':', '_', '.', '-'"),
  /** A rule by its id, alone or behind the name of its set. */
  RULE_REF(
      "[A-Za-z0-9][A-Za-z0-9:_.-]*(/[A-Za-z0-9][A-Za-z0-9:_.-]*)?",
      "a rule's id such as payment-success, or a set and an id such as payment/payment-success"),
  /** A key or tag with holes. */
  TEMPLATE("(?s).+", "a template such as payment:history:{userId}"),
  /** A key template in which stars stand for whole segments. */
  PATTERN("(?s).+", "a pattern such as session:*:{userId}"),
  /** One event type, or a prefix of several. */
  EVENT(
      "[^\\s*]+?(\\.\\*)?", "an event type such as payment.success or a prefix such as payment.*"),
  /** A condition in CEL. */
  CONDITION("(?s).+", "a condition in CEL such as data.amount > 0"),
  /** A length of time. Nine digits fit a long in any unit. */
  DURATION("([0-9]{1,9})(ms|s|m|h|d)", "a time above zero such as 500ms, 60s, 15m, 1h or 7d"),
  /** A whole number. */
  COUNT("[0-9]{1,18}", "a whole number above zero"),
  /** A number of bytes. */
  SIZE("([0-9]{1,9})(KiB|MiB|GiB)|[0-9]{1,18}", "a size such as 512, 1KiB, 64MiB or 2GiB"),
  /** A part of a whole. */
  SHARE("([0-9]{1,3}(?:\\.[0-9]{1,6})?)(%?)", "a share such as 10% or 0.1"),
  /** A day, which ends at midnight UTC. */
  DATE("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day such as 2027-01-31"),
  /** Yes or no. */
  FLAG("true|false", "true or false");

  private final Pattern pattern;
  private final String expected;

  Form(String pattern, String expected) {
    this.pattern = Pattern.compile(pattern);
    this.expected = expected;
  }

  /** What a whole text of this form matches. */
  public Pattern pattern() {
    return pattern;
  }

  /** What to say that was expected. */
  public String expected() {
    return expected;
  }
}

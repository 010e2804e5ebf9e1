// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of problems in rule files. The number of a kind never changes and is never used again
 * for another one: people search for it and write it into suppressions.
 */
public enum IssueCode {
  /** The bytes are no UTF-8, or hold a character that YAML forbids. */
  UNREADABLE_TEXT("R001"),
  /** A limit of {@link Limit} is exceeded. */
  LIMIT("R002"),
  /** The text is no YAML. */
  SYNTAX("R003"),
  /** YAML that rule files do not use: aliases, tags. */
  UNSUPPORTED_YAML("R004"),
  /** A key that has no meaning at its place. */
  UNKNOWN_KEY("R005"),
  /** A key that stands twice in one mapping. */
  DUPLICATE_KEY("R006"),
  /** A key that has to be there. */
  MISSING_KEY("R007"),
  /** A list where a text is expected, and the like. */
  WRONG_TYPE("R008"),
  /** A text that is not of the expected form. */
  INVALID_VALUE("R009"),
  /** An {@code apiVersion} or {@code kind} that nobody knows. */
  UNKNOWN_KIND("R010"),
  /** The documents of a file disagree on the name or the owner of their rule set. */
  MIXED_SETS("R012"),
  /** A template with a stray brace, an empty hole and the like. */
  MALFORMED_TEMPLATE("R020"),
  /** A template names a field that cannot be there. */
  UNKNOWN_FIELD("R021"),
  /** A region's tag has a hole that its key lacks. */
  HOLE_NOT_IN_KEY("R022"),
  /** A template names a field whose values cannot stand in a key. */
  NOT_A_KEY_VALUE("R023"),
  /** A template names a field that some events lack. */
  MAY_BE_MISSING("R024"),
  /** Two regions of one name. */
  DUPLICATE_REGION("R030"),
  /** A region that nobody declares. */
  UNKNOWN_REGION("R031"),
  /** A key or pattern that fits the key template of no region. */
  UNALIGNED("R032"),
  /** A pattern that binds some holes of a region but not all. */
  PARTLY_BOUND("R033"),
  /** A {@code *} where none can stand. */
  MISPLACED_STAR("R034"),
  /** A tag that no region declares. */
  UNKNOWN_TAG("R035"),
  /** An output with {@code onMissing: widen} that nothing wider stands for. */
  CANNOT_WIDEN("R036"),
  /** Two rules of one id in a rule set. */
  DUPLICATE_RULE("R040"),
  /** Two sources for one rule set. */
  DUPLICATE_SET("R041"),
  /** A rule that nobody declares. */
  UNKNOWN_RULE("R042"),
  /** Two jobs of one id in a rule set. */
  DUPLICATE_JOB("R043"),
  /** A job that waits for one that is not there, or for itself. */
  JOB_DEPENDENCY("R044"),
  /** A text that is no cron, or names a day that never comes. */
  CRON("R045"),
  /** A query without a column for a hole of the region's key. */
  QUERY_COLUMNS("R046"),
  /** A setting of a job that has no effect beside its trigger. */
  IDLE_SETTING("R047"),
  /** A job that warms what a rule invalidated, where that names no key of its region. */
  NOTHING_TO_WARM("R048"),
  /** A condition that does not compile. */
  CONDITION("R050"),
  /** A condition that gives neither true nor false. */
  CONDITION_TYPE("R051"),
  /** A condition that could take too long. */
  CONDITION_COST("R052"),
  /** An event type that no schema describes. */
  UNKNOWN_EVENT("R060"),
  /** A rule that never matches, or invalidates nothing that another rule does not. */
  UNREACHABLE_RULE("R061"),
  /** Two rules with the same event, condition and outputs. */
  EQUAL_RULES("R062"),
  /** A rule for what Freshet itself reports. */
  LOOP("R063"),
  /** A rule whose last day is over. */
  EXPIRED("R064"),
  /** A rule whose last day is near. */
  EXPIRES_SOON("R065"),
  /** A region whose values live longer than the commands that refuse them. */
  OUTLIVES_COMMANDS("R066"),
  /** Two regions that can have the same key. */
  KEY_COLLISION("R067"),
  /** An owner whom nobody knows. */
  UNKNOWN_OWNER("R068"),
  /** A rule that purges a whole region for each event. */
  PURGES_REGION("R069"),
  /** A sample that is no event. */
  INVALID_EVENT("R070"),
  /** A rule with more outputs than its limits let through at once. */
  ALWAYS_LIMITED("R071"),
  /** A test names a file that cannot be read. */
  UNKNOWN_FILE("R072"),
  /** Two tests of one name in a file, or an expectation that stands twice in a test. */
  DUPLICATE_CASE("R073"),
  /** A test about an event that has fields which its schema lacks. */
  IMPOSSIBLE_EVENT("R074"),
  /** A job for a region that no registered service loads. */
  NO_LOADER("R075"),
  /** A disable comment whose last day is over. */
  DISABLE_ENDED("R080"),
  /** A disable comment without a code, a day or a reason. */
  MALFORMED_DISABLE("R081"),
  /** A disable comment that disables nothing. */
  USELESS_DISABLE("R082"),
  /** A disable comment for an issue with which the rule set cannot run. */
  CANNOT_DISABLE("R083"),
  /** A disable comment for a code that is none. */
  UNKNOWN_CODE("R084");

  private static final Map<String, IssueCode> BY_CODE =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(IssueCode::code, Function.identity()));

  private final String code;

  IssueCode(String code) {
    this.code = code;
  }

  /** The code of a number such as {@code R021}, or null. */
  public static @Nullable IssueCode of(String code) {
    return BY_CODE.get(code);
  }

  /** The stable number, {@code R} and three digits. */
  public String code() {
    return code;
  }
}

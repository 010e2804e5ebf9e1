// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the rules topic: {@code NAME} for the current revision of a set, {@code NAME@N} for
 * each in its history, and one that no set can have. Names of sets hold neither {@code @} nor
 * {@code !}.
 */
final class RuleKeys {
  /** Whether the mapping is paused. */
  static final String CONTROL = "!control";

  private static final Pattern ARCHIVED = Pattern.compile("(?s)(.*)@([0-9]{1,18})");

  private RuleKeys() {}

  /** A place in the history of a set. */
  record Archived(String ruleSet, long revision) {
    @Override
    public String toString() {
      return ruleSet + "@" + revision;
    }
  }

  /** The key as a place in a history, or null if it is none. */
  static @Nullable Archived archived(String key) {
    Matcher matcher = ARCHIVED.matcher(key);
    return matcher.matches()
        ? new Archived(matcher.group(1), Long.parseLong(matcher.group(2)))
        : null;
  }

  static String archived(String ruleSet, long revision) {
    return new Archived(ruleSet, revision).toString();
  }

  /** A revision as the compiler takes it, called by its key in messages. */
  static RuleSource source(RuleSetRevision revision) {
    String name = revision.getName();
    long number = revision.getRevision();
    return new RuleSource(name, archived(name, number), number, revision.getYaml());
  }
}

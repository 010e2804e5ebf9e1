// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.proposal;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Revisions of rule sets as others take them. Stateless. */
public final class Revisions {
  private Revisions() {}

  /** A revision's text, ready to be compiled. */
  public static RuleSource source(RuleSetRevision revision) {
    String file = revision.getName() + "@" + revision.getRevision();
    return new RuleSource(revision.getName(), file, revision.getRevision(), revision.getYaml());
  }

  /**
   * All of a revision but its text as JSON: texts, numbers, booleans, and null where it is so.
   *
   * @param current whether it is the current one of its set
   */
  public static Map<String, @Nullable Object> form(RuleSetRevision revision, boolean current) {
    Map<String, @Nullable Object> form = new LinkedHashMap<>();
    form.put("ruleSet", revision.getName());
    form.put("revision", revision.getRevision());
    form.put("current", current);
    form.put("appliedAt", Instant.ofEpochMilli(revision.getAppliedAtMs()).toString());
    form.put("contentHash", revision.getContentHash());
    form.put("author", revision.getAuthor());
    form.put("reason", revision.getReason());
    form.put("gitSha", revision.getGitSha().orElse(null));
    form.put("restores", revision.getRestores().orElse(null));
    form.put("removed", revision.getRemoved());
    return form;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.RuleSetHistory;
import dev.freshet.events.avro.RuleSetRevision;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows revisions of rule sets. Stateless. */
final class RevisionTable {
  private static final int SHORT_HASH = 12;
  private static final String LINE = "%-20s %8s  %-20s  %-12s  %-16s %s%n";

  private RevisionTable() {}

  /** A line for each revision, below a line of titles. */
  static void table(List<RuleSetHistory> histories, boolean currentOnly, PrintWriter out) {
    out.printf(LINE, "RULE SET", "REVISION", "APPLIED", "HASH", "AUTHOR", "REASON");
    for (RuleSetHistory history : histories) {
      for (RuleSetRevision revision : history.revisions()) {
        boolean current = revision.getRevision() == history.current();
        if (current || !currentOnly) {
          out.printf(
              LINE,
              revision.getName(),
              revision.getRevision() + (current ? " *" : "  "),
              Instant.ofEpochMilli(revision.getAppliedAtMs()).truncatedTo(ChronoUnit.SECONDS),
              revision.getContentHash().substring(0, SHORT_HASH),
              revision.getAuthor(),
              remark(revision));
        }
      }
    }
  }

  private static String remark(RuleSetRevision revision) {
    List<String> remarks = new ArrayList<>();
    if (!revision.getReason().isEmpty()) {
      remarks.add(revision.getReason());
    }
    revision.getRestores().ifPresent(number -> remarks.add("(restores " + number + ")"));
    if (revision.getRemoved()) {
      remarks.add("(removed)");
    }
    revision.getGitSha().ifPresent(sha -> remarks.add("(" + sha + ")"));
    return String.join(" ", remarks);
  }

  /** The same as a JSON list. */
  static String json(List<RuleSetHistory> histories, boolean currentOnly) {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (RuleSetHistory history : histories) {
      for (RuleSetRevision revision : history.revisions()) {
        boolean current = revision.getRevision() == history.current();
        if (current || !currentOnly) {
          list.add(Revisions.form(revision, current));
        }
      }
    }
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(list);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

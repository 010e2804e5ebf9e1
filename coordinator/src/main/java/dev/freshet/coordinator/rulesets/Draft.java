// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher is about to write, all or nothing. Pure.
 *
 * @param revisions what is current afterwards, one for each edit in their order; for a removal, the
 *     revision that ends the set
 * @param writes the records, in their order
 */
record Draft(List<RuleSetRevision> revisions, List<Write> writes) {
  /** How many revisions of a set the history keeps. */
  static final int KEPT = 100;

  /** A record of the rules topic; a null value takes back what the key said. */
  record Write(String key, @Nullable SpecificRecord value) {}

  /** A wish of a publisher, for one rule set. Immutable. */
  sealed interface Edit {
    String ruleSet();

    Expected expected();

    /** The set shall have this text. */
    record Put(RuleSource source, Expected expected) implements Edit {
      @Override
      public String ruleSet() {
        return source.name();
      }
    }

    /** The set shall have the text of an earlier revision. */
    record Restore(String ruleSet, long revision, Expected expected) implements Edit {}

    /** The set shall not be. */
    record Remove(String ruleSet, Expected expected) implements Edit {}
  }

  Draft {
    revisions = List.copyOf(revisions);
    writes = List.copyOf(writes);
  }

  /**
   * The draft of some edits.
   *
   * @throws RulesChangedException if a set is not in the revision that is expected
   * @throws InvalidRuleFileException if a text has errors or breaks another set
   * @throws NoSuchElementException if there is no such set or revision to remove or restore
   */
  static Draft of(RulesTable table, List<? extends Edit> edits, Authorship by, Instant now) {
    edits.forEach(edit -> requireExpected(table, edit));
    List<Step> steps = edits.stream().map(edit -> step(table, edit)).toList();
    TrialRun.check(
        table.current(),
        steps.stream().map(Step::source).flatMap(Optional::stream).toList(),
        edits.stream().map(Edit::ruleSet).toList());
    List<RuleSetRevision> revisions = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (Step step : steps) {
      RuleSetRevision before = table.current(step.ruleSet());
      RuleSetRevision next = step.revision(table.nextRevision(step.ruleSet()), by, now);
      if (before != null && !table.isDamaged(step.ruleSet()) && sameText(before, next)) {
        revisions.add(before);
      } else {
        revisions.add(next);
        writes.addAll(writes(table, next));
      }
    }
    return new Draft(revisions, writes);
  }

  private static boolean sameText(RuleSetRevision one, RuleSetRevision other) {
    return !other.getRemoved() && one.getContentHash().equals(other.getContentHash());
  }

  /** The history first: who reads the new revision must find it there, and the one before it. */
  private static List<Write> writes(RulesTable table, RuleSetRevision next) {
    String name = next.getName();
    NavigableMap<Long, RuleSetRevision> kept = table.kept(name);
    List<Write> writes = new ArrayList<>();
    RuleSetRevision before = table.current(name);
    if (before != null && !kept.containsKey(before.getRevision())) {
      writes.add(new Write(RuleKeys.archived(name, before.getRevision()), before));
    }
    writes.add(new Write(RuleKeys.archived(name, next.getRevision()), next));
    writes.add(new Write(name, next.getRemoved() ? null : next));
    kept.headMap(next.getRevision() - KEPT, true)
        .keySet()
        .forEach(old -> writes.add(new Write(RuleKeys.archived(name, old), null)));
    return writes;
  }

  private static void requireExpected(RulesTable table, Edit edit) {
    RuleSetRevision found = table.current(edit.ruleSet());
    if (edit.expected().allows(found == null ? 0 : found.getRevision())) {
      return;
    }
    String what =
        found == null
            ? "found no such set, expected revision " + edit.expected().number()
            : "revision is " + found.getRevision() + ", " + expectation(edit.expected());
    throw new RulesChangedException(
        "rule set "
            + edit.ruleSet()
            + ": "
            + what
            + somebody(table, edit.ruleSet())
            + "; look at the difference and apply again");
  }

  private static String expectation(Expected expected) {
    return Expected.revision(0).equals(expected)
        ? "expected no such set"
        : "expected " + expected.number();
  }

  private static String somebody(RulesTable table, String ruleSet) {
    return table.history(ruleSet).revisions().stream()
        .findFirst()
        .map(
            last ->
                "; "
                    + (last.getRemoved() ? "removed" : "applied")
                    + " by "
                    + last.getAuthor()
                    + " at "
                    + Instant.ofEpochMilli(last.getAppliedAtMs()))
        .orElse("");
  }

  private static Step step(RulesTable table, Edit edit) {
    if (edit instanceof Edit.Put put) {
      return new Step(edit.ruleSet(), Optional.of(put.source()), null);
    }
    if (edit instanceof Edit.Restore restore) {
      RuleSource source = RuleKeys.source(restorable(table, restore));
      return new Step(edit.ruleSet(), Optional.of(source), restore.revision());
    }
    if (table.current(edit.ruleSet()) == null) {
      throw new NoSuchElementException(
          "rule set " + edit.ruleSet() + ": found none, expected one to remove");
    }
    return new Step(edit.ruleSet(), Optional.empty(), null);
  }

  private static RuleSetRevision restorable(RulesTable table, Edit.Restore edit) {
    RuleSetHistory history = table.history(edit.ruleSet());
    String where = "rule set " + edit.ruleSet() + ": ";
    RuleSetRevision found =
        history
            .get(edit.revision())
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        where
                            + "found no revision "
                            + edit.revision()
                            + ", expected one of "
                            + history.revisions().stream()
                                .filter(revision -> !revision.getRemoved())
                                .map(RuleSetRevision::getRevision)
                                .toList()));
    if (found.getRemoved()) {
      throw new NoSuchElementException(
          where + "revision " + edit.revision() + " is a removal, expected one with a text");
    }
    return found;
  }

  /** An edit with all that it needs; no source for a removal. */
  private record Step(String ruleSet, Optional<RuleSource> source, @Nullable Long restores) {

    RuleSetRevision revision(long number, Authorship by, Instant now) {
      String text = source.map(RuleSource::text).orElse("");
      return RuleSetRevision.newBuilder()
          .setName(ruleSet)
          .setRevision(number)
          .setContentHash(ContentHash.of(text))
          .setAuthor(by.author())
          .setReason(by.reason())
          .setAppliedAtMs(now.toEpochMilli())
          .setYaml(text)
          .setGitSha(by.gitSha())
          .setRestores(restores)
          .setRemoved(source.isEmpty())
          .build();
    }
  }
}

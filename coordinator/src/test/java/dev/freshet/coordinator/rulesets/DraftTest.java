// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.Draft.Edit;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Authorship ANN = new Authorship("ann", "why", "abc123");

  private final RulesTable table = new RulesTable();

  @Test
  void shouldWriteHistoryAndThenCurrentRevision() {
    Draft draft = draft(put("users", "a", Expected.revision(0)));

    RuleSetRevision revision = draft.revisions().get(0);
    assertEquals(1, revision.getRevision());
    assertEquals("ann", revision.getAuthor());
    assertEquals("why", revision.getReason());
    assertEquals("abc123", revision.getGitSha().orElseThrow());
    assertEquals(NOW.toEpochMilli(), revision.getAppliedAtMs());
    assertFalse(revision.getRemoved());
    assertEquals(
        List.of(new Draft.Write("users@1", revision), new Draft.Write("users", revision)),
        draft.writes());
  }

  /** The names are the caller's, and would be keys of other records. */
  @Test
  void shouldRefuseSetThatIsNamedLikeAnotherRecord() {
    for (String name : List.of("!control", "users@1", "")) {
      for (String text :
          List.of(
              "",
              "# nothing\n",
              "apiVersion: freshet.dev/v1\nkind: InvalidationRules\nmetadata: {name: \""
                  + name
                  + "\", owner: test}\nrules: []\n")) {
        Edit edit = new Edit.Put(new RuleSource(name, "file.yaml", 0, text), Expected.any());

        assertThrows(InvalidRuleFileException.class, () -> draft(edit), name + ": " + text);
      }
    }
  }

  @Test
  void shouldWriteNothingIfTextIsTheCurrentOne() {
    RuleSetRevision before = apply(put("users", "a", Expected.any()));

    Draft again = draft(put("users", "a", Expected.revision(1)));

    assertEquals(List.of(), again.writes());
    assertEquals(List.of(before), again.revisions());
  }

  /** How a publisher tells whether a commit whose answer was lost has come through. */
  @Test
  void shouldTellWhetherADraftIsStored() {
    Draft lost = draft(put("users", "a", Expected.any()));
    assertFalse(table.holds(lost));

    apply(put("users", "b", Expected.any()));
    assertFalse(table.holds(lost), "the same number, but somebody else's text");

    Draft stored = write(put("users", "c", Expected.any()));
    assertTrue(table.holds(stored));
    apply(put("users", "d", Expected.any()));
    assertTrue(table.holds(stored), "whatever came later");
  }

  @Test
  void shouldRefuseAllIfOneRevisionIsNotExpected() {
    apply(put("users", "a", Expected.any()));

    RulesChangedException older =
        assertThrows(
            RulesChangedException.class,
            () -> draft(put("new", "b", Expected.any()), put("users", "b", Expected.revision(7))));
    RulesChangedException there =
        assertThrows(
            RulesChangedException.class, () -> draft(put("users", "b", Expected.revision(0))));
    RulesChangedException absent =
        assertThrows(
            RulesChangedException.class, () -> draft(put("new", "b", Expected.revision(3))));

    String tail =
        "; applied by ann at 2026-11-20T09:00:00Z; look at the difference and apply again";
    assertEquals("rule set users: revision is 1, expected 7" + tail, older.getMessage());
    assertEquals("rule set users: revision is 1, expected no such set" + tail, there.getMessage());
    assertEquals(
        "rule set new: found no such set, expected revision 3;"
            + " look at the difference and apply again",
        absent.getMessage());
  }

  @Test
  void shouldSayWhoRemovedWhatIsExpected() {
    apply(put("users", "a", Expected.any()));
    apply(new Edit.Remove("users", Expected.revision(1)));

    RulesChangedException refusal =
        assertThrows(
            RulesChangedException.class, () -> draft(put("users", "b", Expected.revision(1))));

    assertTrue(
        String.valueOf(refusal.getMessage()).contains("expected revision 1; removed by ann at "),
        refusal.getMessage());
  }

  @Test
  void shouldKeepRemovalInHistoryAlone() {
    apply(put("users", "a", Expected.any()));

    Draft draft = draft(new Edit.Remove("users", Expected.any()));

    assertTrue(draft.revisions().get(0).getRemoved());
    assertEquals("users@2", draft.writes().get(0).key());
    assertEquals("users", draft.writes().get(1).key());
    assertNull(draft.writes().get(1).value());
  }

  @Test
  void shouldNotUseNumbersAgain() {
    apply(put("users", "a", Expected.any()));
    apply(new Edit.Remove("users", Expected.any()));

    assertEquals(3, apply(put("users", "a", Expected.revision(0))).getRevision());
  }

  @Test
  void shouldRestoreAsNewRevision() {
    apply(put("users", "a", Expected.any()));
    apply(put("users", "b", Expected.any()));

    RuleSetRevision back = apply(new Edit.Restore("users", 1, Expected.revision(2)));

    assertEquals(3, back.getRevision());
    assertEquals(1, back.getRestores().orElseThrow());
    assertEquals(yaml("users", "a"), back.getYaml());
  }

  @Test
  void shouldNameRevisionsThatCanBeRestored() {
    apply(put("users", "a", Expected.any()));
    apply(new Edit.Remove("users", Expected.any()));
    apply(put("users", "b", Expected.any()));

    NoSuchElementException unknown =
        assertThrows(
            NoSuchElementException.class,
            () -> draft(new Edit.Restore("users", 9, Expected.any())));
    NoSuchElementException removal =
        assertThrows(
            NoSuchElementException.class,
            () -> draft(new Edit.Restore("users", 2, Expected.any())));

    assertEquals(
        "rule set users: found no revision 9, expected one of [3, 1]", unknown.getMessage());
    assertEquals(
        "rule set users: revision 2 is a removal, expected one with a text", removal.getMessage());
  }

  @Test
  void shouldRefuseToRemoveWhatIsNotThere() {
    assertThrows(
        NoSuchElementException.class, () -> draft(new Edit.Remove("users", Expected.any())));
  }

  @Test
  void shouldKeepNewestHundredRevisions() {
    for (int revision = 1; revision <= 100; revision++) {
      assertEquals(2, write(put("users", "v" + revision, Expected.any())).writes().size());
    }

    Draft draft = write(put("users", "v101", Expected.any()));

    assertEquals(new Draft.Write("users@1", null), draft.writes().get(2));
    assertEquals(3, draft.writes().size());
    assertEquals(100, table.history("users").revisions().size());
  }

  @Test
  void shouldArchiveCurrentRevisionThatHistoryLacks() {
    RuleSetRevision before = apply(put("users", "a", Expected.any()));
    table.forgotten("users", 1);

    Draft draft = draft(put("users", "b", Expected.any()));

    assertEquals(new Draft.Write("users@1", before), draft.writes().get(0));
    assertEquals("users@2", draft.writes().get(1).key());
  }

  @Test
  void shouldReplaceDamagedRecordEvenByTheSameText() {
    apply(put("users", "a", Expected.any()));
    table.unreadable("users", 0, "bad");

    RuleSetRevision again = apply(put("users", "a", Expected.revision(1)));

    assertEquals(2, again.getRevision());
    assertEquals(List.of(), draft(put("users", "a", Expected.any())).writes());
  }

  @Test
  void shouldTakeUnreadableControlRecordForNone() {
    table.control(new MappingControl(true, "ann", "", 0L));

    table.unreadable("!control", 0, "bad");

    assertNull(table.control());
    assertEquals(Set.of(), table.names());
  }

  private Draft draft(Edit... edits) {
    return Draft.of(table, List.of(edits), ANN, NOW);
  }

  /** Also takes it to the table, as if it had been written and read. */
  private Draft write(Edit edit) {
    Draft draft = draft(edit);
    for (Draft.Write write : draft.writes()) {
      RuleKeys.Archived archived = RuleKeys.archived(write.key());
      if (write.value() instanceof RuleSetRevision revision) {
        if (archived == null) {
          table.current(revision);
        } else {
          table.archived(revision);
        }
      } else if (archived == null) {
        table.removed(write.key());
      } else {
        table.forgotten(archived.ruleSet(), archived.revision());
      }
    }
    return draft;
  }

  private RuleSetRevision apply(Edit edit) {
    return write(edit).revisions().get(0);
  }

  private static Edit put(String name, String tag, Expected expected) {
    return new Edit.Put(new RuleSource(name, name + ".yaml", 0, yaml(name, tag)), expected);
  }

  private static String yaml(String name, String tag) {
    return """
    apiVersion: freshet.dev/v1
    kind: InvalidationRules
    metadata: {name: %s, owner: test}
    rules:
      - {id: r, event: e, invalidate: [{tag: "%s"}]}
    """
        .formatted(name, tag);
  }
}

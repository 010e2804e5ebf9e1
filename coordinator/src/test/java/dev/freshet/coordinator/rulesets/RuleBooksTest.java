// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.rulesets.RuleChange.Applied;
import dev.freshet.coordinator.rulesets.RuleChange.Refused;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleBooksTest {
  private static final String GOOD = "[{tag: x}]";
  private static final String BAD = "[{region: unheard-of}]";

  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: regions, owner: test}
      regions:
        - {name: cart, key: "cart:{id}", ttl: 1m}
      """;

  private final AvroCodec codec = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<@Nullable MappingControl> controls = new ArrayList<>();
  private final List<RuleChange> told = new ArrayList<>();
  private RuleBooks books = new RuleBooks(meters, controls::add);

  @BeforeEach
  void begin() {
    books.caughtUp();
  }

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void shouldStartWithNewestEarlierRevisionIfNewestHasErrors() {
    archive(5, GOOD);
    archive(6, GOOD);
    apply(7, BAD);

    assertEquals(List.of(6L), inForce());
    Refused refused = (Refused) changes().get(0);
    assertEquals(7, refused.revision());
    assertTrue(refused.message().contains("unheard-of"), refused.message());
    assertEquals(List.of(new Applied("users", 6)), changes().subList(1, 2));
    assertEquals(6, meters.get("freshet.rule.revision").gauge().value());
    assertEquals(1, meters.get("freshet.rule.refusals").counter().count());
  }

  @Test
  void shouldReportRefusalAndFallbackOnce() {
    archive(6, GOOD);
    apply(7, BAD);
    assertEquals(List.of(6L), inForce());
    int before = changes().size();

    read("other", revision("other", 1, GOOD));

    assertEquals(List.of(6L, 1L), inForce());
    assertEquals(List.of(new Applied("other", 1)), changes().subList(before, changes().size()));
  }

  @Test
  void shouldSkipEarlierRevisionsWithErrors() {
    archive(4, GOOD);
    archive(5, BAD);
    apply(7, BAD);

    assertEquals(List.of(4L), inForce());
  }

  @Test
  void shouldNotFallBackBehindRemoval() {
    archive(4, GOOD);
    read("users@5", removal(5));
    apply(6, BAD);

    assertEquals(List.of(), inForce());
  }

  @Test
  void shouldNotFallBackToForgottenRevision() {
    archive(4, GOOD);
    archive(5, GOOD);
    read("users@5", null);
    apply(6, BAD);

    assertEquals(List.of(4L), inForce());
  }

  @Test
  void shouldNotBringBackRemovedSet() {
    archive(4, GOOD);
    apply(4, GOOD);
    read("users", null);

    assertEquals(List.of(), inForce());
  }

  @Test
  void shouldStartWithHistoryIfCurrentRecordIsUnreadable() {
    archive(4, GOOD);
    read("users", "no Avro".getBytes(UTF_8));

    assertEquals(List.of(4L), inForce());
    assertEquals(new Applied("users", 4), changes().get(1));
  }

  @Test
  void shouldKeepRunningRevisionIfRecordIsUnreadable() {
    archive(4, GOOD);
    archive(5, GOOD);
    apply(4, GOOD);
    read("users", "no Avro".getBytes(UTF_8));

    assertEquals(List.of(4L), inForce());
  }

  @Test
  void shouldReportRemovalAsItsRevisionOnceItIsDone() {
    apply(1, GOOD);
    assertEquals(List.of(1L), inForce());

    read("users@2", removal(2));
    read("other", revision("other", 1, GOOD));
    assertEquals(List.of(1L, 1L), inForce());
    assertEquals(List.of(new Applied("users", 1), new Applied("other", 1)), changes());
    read("users", null);

    assertEquals(List.of(1L), inForce());
    assertEquals(List.of(new Applied("users", 2)), changes().subList(2, 3));
  }

  @Test
  void shouldJudgeNoSetBeforeAllHaveCome() {
    books = new RuleBooks(meters, controls::add);
    apply(1, "[{region: cart}]");
    assertEquals(List.of(), inForce());
    read("regions", new Revision("regions", 1, REGIONS).record());
    books.caughtUp();

    assertEquals(List.of(1L, 1L), inForce());
    assertEquals(Set.of(new Applied("users", 1), new Applied("regions", 1)), Set.copyOf(changes()));
  }

  @Test
  void shouldRefuseRemovalThatBreaksAnotherSet() {
    read("regions", new Revision("regions", 1, REGIONS).record());
    apply(1, "[{region: cart}]");
    assertEquals(List.of(1L, 1L), inForce());
    int before = changes().size();

    read("regions@2", new Revision("regions", 2, "").removed());
    read("regions", null);

    assertEquals(List.of(1L, 1L), inForce());
    Refused refused = (Refused) changes().get(before);
    assertEquals("regions", refused.ruleSet());
    assertEquals(2, refused.revision());
  }

  @Test
  void shouldCountProblemsOfTheNewestRevisionForTheOwner() {
    apply(1, GOOD);
    assertEquals(List.of(1L), inForce());
    assertEquals(0, problems("users", "test", "error"));
    assertEquals(1, problems("users", "test", "warning"), "no region carries the tag");

    apply(2, "[{region: unheard-of}, {region: unknown}]");
    read("other", revision("other", 1, GOOD));
    assertEquals(List.of(1L, 1L), inForce());

    assertEquals(2, problems("users", "test", "error"));
    assertEquals(0, problems("other", "test", "error"));
  }

  @Test
  void shouldCountProblemsOfATextThatCannotBeReadForTheOwnerBefore() {
    apply(1, GOOD);
    assertEquals(List.of(1L), inForce());

    read("users", new Revision("users", 2, "kind: [").record());
    read("new", new Revision("new", 1, "kind: [").record());
    assertEquals(List.of(1L), inForce());

    assertEquals(1, problems("users", "test", "error"));
    assertEquals(1, problems("new", "unknown", "error"));
  }

  @Test
  void shouldCountNoProblemsOfSetsThatAreGone() {
    apply(1, BAD);
    assertEquals(List.of(), inForce());

    read("users", null);
    assertEquals(List.of(), inForce());

    assertEquals(List.of(), List.copyOf(meters.find("freshet.rule.problems").gauges()));
  }

  @Test
  void shouldPassPausesOn() {
    MappingControl pause = new MappingControl(true, "ann", "", 0L);

    read("!control", pause);

    assertEquals(List.of(pause), controls);
    assertEquals(List.of(), changes());
  }

  private double problems(String ruleSet, String owner, String severity) {
    return meters
        .get("freshet.rule.problems")
        .tags("ruleset", ruleSet, "owner", owner, "severity", severity)
        .gauge()
        .value();
  }

  private List<Long> inForce() {
    return books.book().sources().stream().map(source -> source.revision()).toList();
  }

  /** All so far; what is new counts as reported from now on. */
  private List<RuleChange> changes() {
    for (RuleChange next = books.unreported(); next != null; next = books.unreported()) {
      told.add(next);
      books.reported(next);
    }
    return told;
  }

  private void archive(long number, String outputs) {
    read("users@" + number, revision("users", number, outputs));
  }

  private void apply(long number, String outputs) {
    read("users", revision("users", number, outputs));
  }

  private void read(String key, @Nullable Object value) {
    byte[] bytes =
        value instanceof SpecificRecord record ? codec.encode("rules", record) : (byte[]) value;
    books.read(codec, new RecordAddress("rules", 0, 0), key, bytes);
  }

  private static RuleSetRevision revision(String name, long number, String outputs) {
    String yaml =
        """
        apiVersion: freshet.dev/v1
        kind: InvalidationRules
        metadata: {name: %s, owner: test}
        rules:
          - {id: r, event: e, invalidate: %s}
        """
            .formatted(name, outputs);
    return new Revision(name, number, yaml).record();
  }

  private static RuleSetRevision removal(long number) {
    return new Revision("users", number, "").removed();
  }

  private record Revision(String name, long number, String yaml) {
    RuleSetRevision record() {
      return record(false);
    }

    RuleSetRevision removed() {
      return record(true);
    }

    private RuleSetRevision record(boolean removed) {
      return new RuleSetRevision(
          name, number, ContentHash.of(yaml), "ann", "", 0L, yaml, null, null, removed);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.DomainEvent;
import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people and programs read; with {@code -Dfreshet.golden=write} it is written anew. */
class BlastRadiusTest {
  private static final Path GOLDEN = Path.of("src/test/resources/replay");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void shouldWriteATextForPeople() throws IOException {
    assertGolden("radius.txt", radius().toText());
    assertGolden("nothing.txt", new Replay(Books.before(), Books.after()).blastRadius().toText());
  }

  @Test
  void shouldWriteJsonForPrograms() throws IOException {
    String json = radius().toJson();

    assertFalse(json.contains("\n"));
    assertGolden("radius.json", new ObjectMapper().readTree(json).toPrettyString() + "\n");
  }

  @Test
  void shouldShowNoSecrets() {
    BlastRadius radius = radius();

    assertFalse(radius.toText().contains("4111"));
    assertFalse(radius.toJson().contains("4111"));
  }

  @Test
  void shouldSayWhyALimitIsExceeded() {
    BlastRadius radius = radius();

    assertEquals(
        List.of(
            "target r|detail: found one that is new, expected none so wide",
            "scans: found 1, expected none as there were none before"),
        radius.exceeds(BlastLimit.DEFAULT));
    assertEquals(
        List.of(
            "commands per minute, p99: found 12, expected at most 11 (before: 2)",
            "commands in the busiest minute: found 12, expected at most 11 (before: 2)",
            "distinct targets: found 17, expected at most 16 (before: 3)"),
        radius.exceeds(new BlastLimit(11, 2, 16, 3, true)));
    assertEquals(List.of(), radius.exceeds(new BlastLimit(12, 2, 17, 3, true)));
    assertEquals(List.of(), radius.exceeds(new BlastLimit(0, 6, 0, 6, true)));
    assertEquals(2, radius.exceeds(new BlastLimit(0, 5.9, 0, 6, true)).size());
    assertEquals(1, radius.exceeds(new BlastLimit(0, 6, 0, 5.6, true)).size());
  }

  @Test
  void shouldLetARuleExpireWhenItsEventsWereStored() {
    RuleBook never = RuleBook.empty();
    String expiring = Books.text().replace("when: data.amount > 10", "expires: 2026-11-20");
    Replay replay = new Replay(never, Books.book(expiring));
    DomainEvent event = DomainEvent.of("1", "/s", "payment.success", Map.of("userId", 1L));

    replay.accept(Instant.parse("2026-11-20T23:59:59Z"), event);
    replay.accept(Instant.parse("2026-11-21T00:00:00Z"), event);

    assertEquals(1, replay.blastRadius().after().commands());
  }

  /** In one minute: many small payments; in the next: a large one, refunds, a flush, a poor one. */
  private static BlastRadius radius() {
    Replay replay = new Replay(Books.before(), Books.after());
    for (long user = 1; user <= 12; user++) {
      replay.accept(START, event("small-" + user, "payment.success", user, "amount", 7L));
    }
    Instant later = START.plusSeconds(90);
    Instant last = START.plusSeconds(150);
    replay.accept(later, event("large", "payment.success", 1L, "amount", 70L));
    replay.accept(later, event("refund", "payment.refunded", "x y", "paymentId", "p1"));
    replay.accept(last, event("flush", "payment.flushed", 3L, "note", "x".repeat(400)));
    replay.accept(last, event("poor", "payment.refunded", 3L, "amount", 7L));
    return replay.blastRadius();
  }

  private static DomainEvent event(
      String id, String type, Object user, String field, Object value) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("userId", user);
    data.put(field, value);
    data.put("card", Map.of("number", "4111"));
    return DomainEvent.of(id, "/pay", type, data);
  }

  private static void assertGolden(String name, String found) throws IOException {
    Golden.check(GOLDEN.resolve(name), found);
  }
}

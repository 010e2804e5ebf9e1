// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.coordinator.rulesets.ContentHash;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetFormTest {
  private static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: carts, owner: shop}
      rules:
        - {id: a, event: a, invalidate: [{all: true}]}
        - {id: b, event: b, mode: off, invalidate: [{key: "no-region:{x}"}]}
      """;

  private static RuleSetRevision revision(long number, String text) {
    return RuleSetRevision.newBuilder()
        .setName("carts")
        .setRevision(number)
        .setContentHash(ContentHash.of(text))
        .setAuthor("ana")
        .setReason("")
        .setAppliedAtMs(0)
        .setYaml(text)
        .setRemoved(false)
        .build();
  }

  @Test
  void shouldTagRevisionAndText() {
    String tag = RuleSetForm.tag(revision(3, TEXT));

    assertEquals("\"3-" + ContentHash.of(TEXT).substring(0, 12) + "\"", tag);
    assertNotEquals(tag, RuleSetForm.tag(revision(4, TEXT)));
    assertNotEquals(tag, RuleSetForm.tag(revision(3, TEXT + " ")));
  }

  @Test
  void shouldSayOfARevisionOnlyWhatNeverChanges() {
    JsonObject json = RuleSetForm.whole(revision(3, TEXT));

    assertEquals(TEXT, json.getString("text"));
    assertEquals("1970-01-01T00:00:00Z", json.getString("appliedAt"));
    assertEquals("{\"enforce\":1,\"shadow\":0,\"off\":1}", json.getJsonObject("modes").encode());
    assertFalse(json.containsKey("current"));
    assertFalse(json.containsKey("gitSha"));
  }

  @Test
  void shouldShowWhatIsWrongAndWhatIsInForce() {
    RuleSetRevision newest = revision(4, TEXT);
    RuleBook running =
        RuleBook.compile(
                List.of(new RuleSource("carts", "carts@3", 3, TEXT.replaceAll("  - .id: b.*", ""))))
            .orThrow();

    JsonObject json = new Overview(List.of(newest), running).form(newest);

    assertEquals(4, json.getLong("revision"));
    assertEquals(3, json.getLong("inForce"));
    assertEquals("shop", json.getString("owner"));
    assertEquals(6, json.getJsonArray("problems").getJsonObject(0).getInteger("line"));
  }
}

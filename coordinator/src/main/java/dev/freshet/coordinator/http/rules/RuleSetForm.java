// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.http.EntityTag;
import dev.freshet.http.Exchange;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.rule.Mode;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Revisions of rule sets as JSON. Pure. */
final class RuleSetForm {
  private static final int SHORT_HASH = 12;

  private RuleSetForm() {}

  /** All that is said of a revision, without its text. */
  static JsonObject line(RuleSetRevision revision, boolean current) {
    Map<String, @Nullable Object> form = Revisions.form(revision, current);
    form.values().removeIf(Objects::isNull);
    return new JsonObject(form);
  }

  /** A revision with its text: what never changes of it. */
  static JsonObject whole(RuleSetRevision revision) {
    JsonObject json = line(revision, true);
    json.remove("current");
    files(List.of(revision)).forEach(file -> declared(json, file));
    return json.put("text", revision.getYaml());
  }

  /** What could be read of texts, one by one. */
  static List<RuleSetFile> files(Collection<RuleSetRevision> revisions) {
    return RuleBook.compile(revisions.stream().map(Revisions::source).toList()).files();
  }

  /** Adds the owner, and how many rules are in which mode. */
  static JsonObject declared(JsonObject json, RuleSetFile file) {
    JsonObject modes = new JsonObject();
    for (Mode mode : Mode.values()) {
      modes.put(mode.text(), file.rules().stream().filter(rule -> rule.mode() == mode).count());
    }
    return json.put("owner", file.owner()).put("modes", modes);
  }

  /** The entity tag of a revision: its number, and the hash of its text. */
  static String tag(RuleSetRevision revision) {
    return EntityTag.of(
        revision.getRevision() + "-" + revision.getContentHash().substring(0, SHORT_HASH));
  }

  /**
   * Refuses a change of something other than the client read, if it says what that was.
   *
   * @param current the current revision, null if the set is not there
   */
  static void checkMatch(Exchange exchange, @Nullable RuleSetRevision current) {
    EntityTag.checkMatch(exchange, current == null ? null : tag(current));
  }
}

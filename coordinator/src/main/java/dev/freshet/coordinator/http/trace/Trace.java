// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import dev.freshet.coordinator.http.applied.Applied;
import dev.freshet.coordinator.http.trace.CommandSearch.FoundCommand;
import dev.freshet.events.values.Target;
import dev.freshet.rules.explain.ExplainJson;
import dev.freshet.rules.explain.Explanation;
import dev.freshet.rules.explain.RuleExplanation;
import dev.freshet.rules.explain.Verdict;
import dev.freshet.rules.rule.Mode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of an event. Immutable.
 *
 * @param explanation by the rules in force now
 * @param commands those that it caused, as far as they still stand in the log
 * @param complete whether all of the command log was looked at
 */
record Trace(
    FoundEvent event,
    Explanation explanation,
    List<FoundCommand> commands,
    boolean complete,
    Applied applied) {

  Trace {
    commands = List.copyOf(commands);
  }

  /** The schema {@code Trace} of the API document. */
  JsonObject toJson() {
    JsonArray written = new JsonArray();
    commands.forEach(command -> written.add(toJson(command)));
    JsonObject explained = new JsonObject(ExplainJson.render(explanation, false));
    return new JsonObject()
        .put("event", event.toJson())
        .put("rules", explained.getJsonArray("rules"))
        .put("commands", written)
        .put("applied", applied.toJson())
        .put("notes", notes());
  }

  private static JsonObject toJson(FoundCommand found) {
    return new JsonObject()
        .put("target", found.command().getTarget())
        .put("rule", found.cause().getRuleSet() + "/" + found.cause().getRule())
        .put("revision", found.cause().getRevision())
        .put("partition", found.at().partition())
        .put("offset", found.at().offset())
        .put("storedAt", found.storedAt().toString());
  }

  private JsonArray notes() {
    JsonArray notes = new JsonArray();
    if (!complete) {
      notes.add("commands: the log is longer than is looked at, there may be more");
    }
    Set<String> found =
        commands.stream().map(one -> one.command().getTarget()).collect(Collectors.toSet());
    List<String> missing = expected().filter(target -> !found.contains(target)).toList();
    if (!missing.isEmpty()) {
      notes.add(
          "commands: none for "
              + String.join(", ", missing)
              + ": not sent yet, replaced by a later one for the same target, or asked for by a rule"
              + " that came after the event");
    }
    return notes;
  }

  private Stream<String> expected() {
    return explanation.concerned().stream()
        .filter(rule -> rule.rule().mode() == Mode.ENFORCE)
        .map(RuleExplanation::verdict)
        .filter(Verdict.Match.class::isInstance)
        .flatMap(match -> ((Verdict.Match) match).targets().stream())
        .map(Target::text)
        .distinct();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.events.values.Target;
import dev.freshet.rules.source.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explanations for programs. The names of fields are stable; fields may come to be added, and one
 * without a value is left out. Times are RFC 3339 in UTC, lines and columns count from 1.
 *
 * <pre>{@code
 * {"event": {"id", "source", "type", "subject", "time"}, "at", "matched", "failed", "otherRules",
 *  "rules": [{"ruleSet", "id", "revision", "mode", "owner", "event", "file", "line", "column",
 *    "verdict": "match | condition-false | error | off | expired | other-event",
 *    "targets": ["k|payment:history:42"],                           of match and error
 *    "widened": [{"file", "line", "column", "reason", "targets"}],  of match
 *    "sending": {"coalesceMs", "repeatAfterMs", "commandsPerSecond", "burst", "instead"},
 *    "reasons": [{"predicate", "result": "true | false | error", "file", "line", "column",
 *                 "error", "fields": [{"path", "present", "value"}]}],
 *                                                of condition-false, and of error in a condition
 *    "failures": [{"file", "line", "column", "reason"}],            of error
 *    "since",                                                       of expired
 *    "predicates": [as reasons]}]}
 * }</pre>
 *
 * <p>{@code otherRules} counts the rules for events of other types, whether they are among the
 * {@code rules} or not. Stateless and safe for any thread.
 */
public final class ExplainJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ExplainJson() {}

  /** One explanation as a JSON object, over several lines. */
  public static String render(Explanation explanation, boolean otherEvents) {
    return explanation(explanation, otherEvents).toPrettyString();
  }

  /** Several explanations as a JSON array, over several lines. */
  public static String render(List<Explanation> explanations, boolean otherEvents) {
    ArrayNode array = JSON.arrayNode();
    explanations.forEach(one -> array.add(explanation(one, otherEvents)));
    return array.toPrettyString();
  }

  private static ObjectNode explanation(Explanation explanation, boolean otherEvents) {
    Explanation.Subject event = explanation.event();
    ObjectNode node = JSON.objectNode();
    ObjectNode about = node.putObject("event");
    about.put("id", event.id()).put("source", event.source()).put("type", event.type());
    putIfPresent(about, "subject", event.subject());
    putIfPresent(about, "time", event.time());
    List<RuleExplanation> concerned = explanation.concerned();
    node.put("at", explanation.at().toString())
        .put("matched", explanation.matched())
        .put("failed", explanation.failed())
        .put("otherRules", explanation.rules().size() - concerned.size());
    ArrayNode rules = node.putArray("rules");
    (otherEvents ? explanation.rules() : concerned).forEach(one -> rules.add(rule(one)));
    return node;
  }

  private static void putIfPresent(ObjectNode node, String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
  }

  private static ObjectNode rule(RuleExplanation one) {
    RuleExplanation.Rule rule = one.rule();
    ObjectNode node = JSON.objectNode();
    node.put("ruleSet", rule.ruleSet())
        .put("id", rule.id())
        .put("revision", rule.revision())
        .put("mode", rule.mode().text())
        .put("owner", rule.owner())
        .put("event", rule.event());
    place(node, rule.location());
    verdict(node, one.verdict());
    if (!one.predicates().isEmpty()) {
      reasons(node.putArray("predicates"), one.predicates());
    }
    return node;
  }

  private static ObjectNode place(ObjectNode node, Location location) {
    return node.put("file", location.file())
        .put("line", location.line())
        .put("column", location.column());
  }

  private static void verdict(ObjectNode node, Verdict verdict) {
    if (verdict instanceof Verdict.Match match) {
      node.put("verdict", "match");
      targets(node.putArray("targets"), match.targets());
      widened(node, match.widened());
      sending(node.putObject("sending"), match.sending());
    } else if (verdict instanceof Verdict.ConditionFalse no) {
      node.put("verdict", "condition-false");
      reasons(node.putArray("reasons"), no.reasons());
    } else if (verdict instanceof Verdict.Failed failed) {
      node.put("verdict", "error");
      targets(node.putArray("targets"), failed.targets());
      ArrayNode failures = node.putArray("failures");
      failed
          .failures()
          .forEach(one -> place(failures.addObject(), one.location()).put("reason", one.reason()));
      reasons(node.putArray("reasons"), failed.reasons());
    } else if (verdict instanceof Verdict.Expired expired) {
      node.put("verdict", "expired").put("since", expired.since().toString());
    } else {
      node.put("verdict", verdict instanceof Verdict.Off ? "off" : "other-event");
    }
  }

  private static void targets(ArrayNode array, List<Target> targets) {
    targets.forEach(target -> array.add(target.text()));
  }

  private static void widened(ObjectNode node, List<Verdict.Widened> widened) {
    if (widened.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray("widened");
    for (Verdict.Widened one : widened) {
      ObjectNode item = place(array.addObject(), one.location()).put("reason", one.reason());
      targets(item.putArray("targets"), one.targets());
    }
  }

  private static void sending(ObjectNode node, Verdict.Sending sending) {
    node.put("coalesceMs", sending.timing().coalesce().toMillis())
        .put("repeatAfterMs", sending.timing().repeatAfter().toMillis());
    if (sending.rate() != null) {
      node.put("commandsPerSecond", sending.rate().commandsPerSecond())
          .put("burst", sending.rate().burst());
      targets(node.putArray("instead"), sending.instead());
    }
  }

  private static void reasons(ArrayNode array, List<Reason> reasons) {
    for (Reason reason : reasons) {
      ObjectNode node = array.addObject().put("predicate", reason.predicate());
      node.put("result", reason.result().text());
      place(node, reason.location());
      putIfPresent(node, "error", reason.error());
      ArrayNode fields = node.putArray("fields");
      for (Reason.Field field : reason.fields()) {
        ObjectNode item = fields.addObject().put("path", field.path());
        item.put("present", field.value() != null);
        putIfPresent(item, "value", field.value());
      }
    }
  }
}

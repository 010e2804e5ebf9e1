// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a blast radius for programs. Stateless. */
final class BlastJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BlastJson() {}

  static String of(BlastRadius radius) {
    ObjectNode root = NODES.objectNode().put("events", radius.events());
    if (radius.period() != null) {
      root.put("from", radius.period().from().toString());
      root.put("to", radius.period().to().toString());
    }
    root.set("before", side(radius.before()));
    root.set("after", side(radius.after()));
    ArrayNode wide = root.putArray("newlyWide");
    radius.newlyWide().forEach(wide::add);
    root.set("newlyMatched", sampled(radius.newlyMatched()));
    root.set("noLongerMatched", sampled(radius.noLongerMatched()));
    root.set("newlyFailing", sampled(radius.newlyFailing()));
    return root.toString();
  }

  private static ObjectNode side(Side side) {
    ObjectNode node =
        NODES.objectNode().put("matched", side.matched()).put("commands", side.commands());
    ObjectNode kinds = node.putObject("kinds");
    side.kinds().forEach((kind, count) -> kinds.put(kind.text(), count));
    node.putObject("commandsPerMinute")
        .put("p50", side.perMinute().p50())
        .put("p99", side.perMinute().p99())
        .put("max", side.perMinute().max());
    node.putObject("targets")
        .put("count", side.targets().count())
        .put("exact", side.targets().exact());
    ArrayNode top = node.putArray("top");
    side.top()
        .forEach(
            target ->
                top.addObject().put("target", target.target()).put("commands", target.commands()));
    return node.put("shadowCommands", side.shadowCommands()).put("failures", side.failures());
  }

  private static ObjectNode sampled(Sampled sampled) {
    ObjectNode node = NODES.objectNode().put("events", sampled.events());
    ArrayNode samples = node.putArray("samples");
    for (Sample sample : sampled.samples()) {
      ObjectNode item =
          samples
              .addObject()
              .put("storedAt", sample.storedAt().toString())
              .put("type", sample.type())
              .put("source", sample.source())
              .put("id", sample.id());
      item.set("data", tree(sample.data()));
      ArrayNode details = item.putArray("details");
      sample.details().forEach(details::add);
    }
    return node;
  }

  /** The data of a sample, in one line. */
  static String data(Sample sample) {
    return tree(sample.data()).toString();
  }

  private static JsonNode tree(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      ObjectNode node = NODES.objectNode();
      map.forEach((key, item) -> node.set(String.valueOf(key), tree(item)));
      return node;
    }
    if (value instanceof List<?> list) {
      ArrayNode node = NODES.arrayNode();
      list.forEach(item -> node.add(tree(item)));
      return node;
    }
    if (value instanceof Long number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Double number) {
      return NODES.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return NODES.numberNode(number);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
  }
}

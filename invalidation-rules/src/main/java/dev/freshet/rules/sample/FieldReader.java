// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an event's data into what {@link dev.freshet.events.DomainEvent#data()} holds
 * when the same JSON comes over the wire.
 */
final class FieldReader {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,999})");
  private static final Pattern FRACTION =
      Pattern.compile("-?(0|[1-9][0-9]{0,999})(\\.[0-9]{1,999})?([eE][-+]?[0-9]{1,9})?");

  private final IssueLog issues;

  FieldReader(IssueLog issues) {
    this.issues = issues;
  }

  Map<String, @Nullable Object> map(YamlNode.Mapping mapping) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    fields(mapping, (key, value) -> map.put(key.text(), value(value)));
    return map;
  }

  /** Passes on each field whose key is a text and stands once; reports the others. */
  void fields(YamlNode.Mapping mapping, BiConsumer<Scalar, YamlNode> fields) {
    Set<String> seen = new HashSet<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!(entry.key() instanceof Scalar key)) {
        String message = "found " + entry.key().description() + " for a key, expected a text";
        issues.error(IssueCode.INVALID_EVENT, entry.key().span(), message);
      } else if (!seen.add(key.text())) {
        issues.error(IssueCode.DUPLICATE_KEY, key.span(), "key `" + key + "` stands twice");
      } else {
        fields.accept(key, entry.value());
      }
    }
  }

  private @Nullable Object value(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return map(mapping);
    }
    if (node instanceof YamlNode.Sequence sequence) {
      return list(sequence);
    }
    return node instanceof Scalar scalar ? value(scalar) : null;
  }

  private List<@Nullable Object> list(YamlNode.Sequence sequence) {
    List<@Nullable Object> list = new ArrayList<>(sequence.items().size());
    sequence.items().forEach(item -> list.add(value(item)));
    return list;
  }

  private static @Nullable Object value(Scalar scalar) {
    String text = scalar.text();
    if (!scalar.plain()) {
      return text;
    }
    if (scalar.isNothing()) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(new BigInteger(text));
    }
    return FRACTION.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
  }

  /** Beyond a long, numbers stay exact. */
  private static Object whole(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : new BigDecimal(number);
  }
}

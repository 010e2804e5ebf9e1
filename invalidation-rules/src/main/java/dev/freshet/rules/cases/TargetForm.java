// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.values.Target;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Targets as test files write them: reading, and the inverse of it. Stateless. */
final class TargetForm {
  private TargetForm() {}

  /** Reads a target; null if it is none, which is reported. */
  static @Nullable Target read(YamlNode node, IssueLog issues) {
    Fields fields = Fields.of(node, CaseSyntax.TARGET, issues);
    if (fields == null || fields.keys().size() != 1) {
      return null;
    }
    String kind = fields.keys().get(0);
    if (kind.equals("parameter")) {
      return parameter(fields, issues);
    }
    Scalar text = fields.text(kind);
    if (text == null) {
      return null;
    }
    ScalarReader scalars = new ScalarReader(issues);
    return switch (kind) {
      case "key" -> new Target.Key(text.text());
      case "tag" -> new Target.Tag(text.text());
      case "region" -> new Target.Region(text.text());
      case "scan" -> scan(text, issues);
      default -> scalars.isTrue(text) ? Target.ALL : null;
    };
  }

  private static @Nullable Target parameter(Fields fields, IssueLog issues) {
    Fields parameter = fields.fields("parameter");
    if (parameter == null) {
      return null;
    }
    Scalar region = parameter.text("region");
    Scalar hole = parameter.text("hole");
    Scalar value = parameter.text("value");
    if (region == null || hole == null || value == null) {
      return null;
    }
    try {
      return new Target.Parameter(region.text(), hole.text(), value.text());
    } catch (IllegalArgumentException e) {
      issues.error(IssueCode.INVALID_VALUE, parameter.span(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Target scan(Scalar pattern, IssueLog issues) {
    try {
      return new Target.Scan(pattern.text());
    } catch (IllegalArgumentException e) {
      issues.error(IssueCode.INVALID_VALUE, pattern.span(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A target as an item of a list in a test file. */
  static String write(Target target) {
    if (target instanceof Target.Key key) {
      return "key: " + YamlText.scalar(key.key());
    }
    if (target instanceof Target.Tag tag) {
      return "tag: " + YamlText.scalar(tag.tag());
    }
    if (target instanceof Target.Parameter parameter) {
      return "parameter: {region: "
          + YamlText.scalar(parameter.region())
          + ", hole: "
          + YamlText.scalar(parameter.hole())
          + ", value: "
          + YamlText.scalar(parameter.value())
          + "}";
    }
    if (target instanceof Target.Region region) {
      return "region: " + YamlText.scalar(region.region());
    }
    return target instanceof Target.Scan scan
        ? "scan: " + YamlText.scalar(scan.pattern())
        : "all: true";
  }
}

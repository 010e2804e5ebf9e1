// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code regions:}. */
final class RegionParser {
  private static final List<String> KEYS = List.of("name", "key", "tags", "ttl", "l1", "l2");
  private static final List<String> L1_KEYS = List.of("maxEntries", "ttl");
  private static final List<String> L2_KEYS = List.of("enabled", "ttl", "compress");
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "lz4", "snappy", "zstd");

  /** Stands in for a time that could not be read: the file has an error then and is not used. */
  private static final Duration UNREAD = Duration.ofDays(36_500);

  private final IssueLog issues;
  private final ScalarReader scalars;

  RegionParser(IssueLog issues) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
  }

  /** The region, or null if its name or key cannot be read. */
  @Nullable RegionDefinition parse(YamlNode node, String ruleSet, String owner) {
    Fields fields = Fields.of(node, "a region", KEYS, issues);
    if (fields == null) {
      return null;
    }
    Scalar nameText = fields.requiredText("name");
    String name = scalars.name(nameText);
    Template key = scalars.template(fields.requiredText("key"));
    List<Template> tags = tags(fields, key);
    Duration ttl = scalars.duration(fields.requiredText("ttl"), UNREAD);
    RegionDefinition.L1 l1 = l1(fields.node("l1"), ttl);
    RegionDefinition.L2 l2 = l2(fields.node("l2"), ttl);
    if (name == null || nameText == null || key == null) {
      return null;
    }
    var location = issues.source().locate(nameText.span().start());
    return new RegionDefinition(name, key, tags, ttl, l1, l2, ruleSet, owner, location);
  }

  private List<Template> tags(Fields fields, @Nullable Template key) {
    List<Template> tags = new ArrayList<>();
    for (YamlNode item : fields.list("tags", Limit.TAGS)) {
      Scalar text = Fields.text(item, "tags", Limit.TEXT_LENGTH, issues);
      Template tag = scalars.template(text);
      if (tag != null && text != null) {
        tags.add(tag);
        if (key != null) {
          checkHoles(tag, text, key);
        }
      }
    }
    return tags;
  }

  private void checkHoles(Template tag, Scalar text, Template key) {
    for (Template.Part part : tag.parts()) {
      if (part instanceof Template.Hole hole && !key.holes().contains(hole.name())) {
        issues.error(
            IssueCode.HOLE_NOT_IN_KEY,
            text.spanOf(hole.index(), hole.index() + hole.name().length() + 2),
            "the tag has the hole {" + hole.name() + "}, which the key '" + key + "' lacks",
            () -> NearestName.help(hole.name(), key.holes()));
      }
    }
  }

  private RegionDefinition.L1 l1(@Nullable YamlNode node, Duration ttl) {
    Fields fields = node == null ? null : Fields.of(node, "`l1`", L1_KEYS, issues);
    if (fields == null) {
      return new RegionDefinition.L1(RegionDefinition.L1.DEFAULT_MAX_ENTRIES, ttl);
    }
    return new RegionDefinition.L1(
        scalars.count(fields.text("maxEntries"), RegionDefinition.L1.DEFAULT_MAX_ENTRIES),
        levelTtl(fields, ttl));
  }

  private RegionDefinition.L2 l2(@Nullable YamlNode node, Duration ttl) {
    Fields fields = node == null ? null : Fields.of(node, "`l2`", L2_KEYS, issues);
    if (fields == null) {
      return new RegionDefinition.L2(true, ttl, "none");
    }
    return new RegionDefinition.L2(
        scalars.word(fields.text("enabled"), List.of("true", "false")).equals("true"),
        levelTtl(fields, ttl),
        scalars.word(fields.text("compress"), COMPRESSIONS));
  }

  private Duration levelTtl(Fields fields, Duration ttl) {
    Scalar text = fields.text("ttl");
    Duration level = scalars.duration(text, ttl);
    if (text != null && level.compareTo(ttl) > 0) {
      scalars.invalid(text, "at most the `ttl` of the region");
    }
    return level;
  }
}

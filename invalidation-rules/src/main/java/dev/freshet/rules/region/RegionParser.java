// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.region;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.syntax.RegionSyntax;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code regions:}. Belongs to one thread. */
public final class RegionParser {
  private final IssueLog issues;
  private final ScalarReader scalars;
  private final ServingParser serving;
  private final LevelParser levels;

  /** Reports to {@code issues}. */
  public RegionParser(IssueLog issues) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
    this.serving = new ServingParser(scalars);
    this.levels = new LevelParser(scalars);
  }

  /** The region, or null if its name or key cannot be read. */
  public @Nullable RegionDefinition parse(YamlNode node, String ruleSet, String owner) {
    Fields fields = Fields.of(node, RegionSyntax.REGION, issues);
    if (fields == null) {
      return null;
    }
    Scalar nameText = fields.text("name");
    String name = scalars.name(nameText);
    int version = (int) scalars.count(fields.text("version"), 1, Integer.MAX_VALUE);
    Template key = scalars.template(fields.text("key"));
    List<Template> tags = tags(fields, key);
    var lifetime = serving.lifetime(fields);
    var loading = serving.loading(fields);
    var staleness = serving.staleness(fields);
    var l1 = levels.l1(fields, lifetime.ttl());
    var l2 = levels.l2(fields, lifetime.ttl());
    if (name == null || nameText == null || key == null) {
      return null;
    }
    var location = issues.source().locate(nameText.span().start());
    var origin = new RegionDefinition.Origin(ruleSet, owner, location);
    return new RegionDefinition(
        name, version, key, tags, lifetime, loading, staleness, l1, l2, origin);
  }

  private List<Template> tags(Fields fields, @Nullable Template key) {
    List<Template> tags = new ArrayList<>();
    for (Scalar text : fields.texts("tags")) {
      Template tag = scalars.template(text);
      if (tag != null) {
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
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.region.RegionParser;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a rule set. Reports what is wrong and goes on. */
final class RuleFileParser {
  private static final String API_VERSION = "freshet.dev/v1";
  private static final String REGIONS = "CacheRegions";
  private static final String RULES = "InvalidationRules";
  private static final String JOBS = "WarmupJobs";
  private static final List<String> KINDS = List.of(REGIONS, RULES, JOBS);
  private static final List<String> ALL_KEYS =
      List.of("apiVersion", "kind", "metadata", "regions", "rules", "jobs");

  private final RuleSource source;
  private final IssueLog issues;
  private final List<RegionDefinition> regions = new ArrayList<>();
  private final List<RuleSetFile.Rule> rules = new ArrayList<>();
  private @Nullable String owner;

  private RuleFileParser(RuleSource source) {
    this.source = source;
    this.issues = new IssueLog(new SourceText(source.file(), source.text()));
  }

  static RuleSetFile parse(RuleSource source) {
    RuleFileParser parser = new RuleFileParser(source);
    List<YamlNode> documents = YamlReader.read(parser.issues);
    documents.forEach(parser::document);
    if (documents.isEmpty() && !parser.issues.hasErrors()) {
      parser.issues.error(
          IssueCode.MISSING_KEY,
          Span.at(0),
          "the file is empty, expected a document of a kind such as " + RULES);
    }
    parser.checkRuleIds();
    return new RuleSetFile(
        source, List.copyOf(parser.regions), List.copyOf(parser.rules), parser.issues);
  }

  /** The name that a text gives its rule set, or null if none can be found. */
  static @Nullable String nameOf(String file, String text) {
    IssueLog unused = new IssueLog(new SourceText(file, text));
    for (YamlNode document : YamlReader.read(unused)) {
      if (document instanceof YamlNode.Mapping) {
        Fields fields = Fields.of(document, "a document", ALL_KEYS, unused);
        YamlNode metadata = fields == null ? null : fields.node("metadata");
        if (metadata instanceof YamlNode.Mapping) {
          Fields inner = Fields.of(metadata, "`metadata`", List.of("name", "owner"), unused);
          Scalar name = inner == null ? null : inner.text("name");
          return name == null ? null : name.text();
        }
      }
    }
    return null;
  }

  private void document(YamlNode node) {
    if (node instanceof Scalar scalar && scalar.isNothing()) {
      return;
    }
    String kind = kind(node);
    Fields fields = Fields.of(node, "a document", keysOf(kind), issues);
    if (fields == null) {
      return;
    }
    checkHead(fields, kind);
    String declaredOwner = metadata(fields);
    switch (kind) {
      case REGIONS -> regions(fields, declaredOwner);
      case RULES -> rules(fields);
      default -> {}
    }
  }

  /** The kind decides which keys a document may have, so it is looked up first. */
  private static String kind(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        if (entry.key() instanceof Scalar key
            && key.text().equals("kind")
            && entry.value() instanceof Scalar value) {
          return value.text();
        }
      }
    }
    return "";
  }

  private static List<String> keysOf(String kind) {
    return switch (kind) {
      case REGIONS -> List.of("apiVersion", "kind", "metadata", "regions");
      case RULES -> List.of("apiVersion", "kind", "metadata", "rules");
      case JOBS -> List.of("apiVersion", "kind", "metadata", "jobs");
      default -> ALL_KEYS;
    };
  }

  private void checkHead(Fields fields, String kind) {
    Scalar version = fields.requiredText("apiVersion");
    if (version != null && !version.text().equals(API_VERSION)) {
      issues.error(
          IssueCode.UNKNOWN_KIND,
          version.span(),
          "found apiVersion " + version.description() + ", expected '" + API_VERSION + "'");
    }
    Scalar kindText = fields.requiredText("kind");
    if (kindText != null && !KINDS.contains(kind)) {
      issues.error(
          IssueCode.UNKNOWN_KIND,
          kindText.span(),
          "found kind " + kindText.description() + ", expected " + REGIONS + " or " + RULES,
          () -> NearestName.help(kind, KINDS));
    }
    if (kindText != null && kind.equals(JOBS)) {
      issues.error(
          IssueCode.UNSUPPORTED_KIND,
          kindText.span(),
          "documents of kind " + JOBS + " are not supported by this version",
          () -> "take the document out of the file");
    }
  }

  /** Checks name and owner, and answers the owner. */
  private String metadata(Fields fields) {
    YamlNode node = fields.required("metadata");
    Fields metadata =
        node == null ? null : Fields.of(node, "`metadata`", List.of("name", "owner"), issues);
    if (metadata == null) {
      return "";
    }
    Scalar name = metadata.requiredText("name");
    if (new ScalarReader(issues).name(name) != null
        && name != null
        && !name.text().equals(source.name())) {
      mixed(name, "name", source.name());
    }
    Scalar declaredOwner = metadata.requiredText("owner");
    if (declaredOwner == null) {
      return "";
    }
    if (owner != null && !owner.equals(declaredOwner.text())) {
      mixed(declaredOwner, "owner", owner);
    }
    owner = declaredOwner.text();
    return owner;
  }

  private void mixed(Scalar found, String what, String expected) {
    issues.error(
        IssueCode.MIXED_SETS,
        found.span(),
        "found the " + what + " '" + found + "', expected '" + expected + "'",
        () -> "all documents of a file belong to one rule set with one owner");
  }

  private void regions(Fields fields, String declaredOwner) {
    fields.required("regions");
    RegionParser parser = new RegionParser(issues);
    for (YamlNode item : fields.list("regions", Limit.REGIONS)) {
      RegionDefinition region = parser.parse(item, source.name(), declaredOwner);
      if (region != null) {
        regions.add(region);
      }
    }
  }

  private void rules(Fields fields) {
    fields.required("rules");
    RuleParser parser = new RuleParser(issues);
    for (YamlNode item : fields.list("rules", Limit.RULES)) {
      RuleSetFile.Rule rule = parser.parse(item);
      if (rule != null) {
        rules.add(rule);
      }
    }
  }

  private void checkRuleIds() {
    Map<String, Scalar> first = new HashMap<>();
    for (RuleSetFile.Rule rule : rules) {
      Scalar earlier = first.putIfAbsent(rule.id().text(), rule.id());
      if (earlier != null) {
        issues.error(
            IssueCode.DUPLICATE_RULE,
            rule.id().span(),
            "rule id `"
                + rule.id()
                + "` stands twice, first at "
                + issues.source().locate(earlier.span().start()));
      }
    }
  }
}

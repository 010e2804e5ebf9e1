// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.JobParser;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.region.RegionParser;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.rule.RuleParser;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a rule set. Reports what is wrong and goes on. */
final class RuleFileParser {
  private final RuleSource source;
  private final IssueLog issues;
  private final List<RegionDefinition> regions = new ArrayList<>();
  private final List<RuleDefinition> rules = new ArrayList<>();
  private final List<JobDefinition> jobs = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private @Nullable String owner;

  /**
   * A file, and the log that the later phases go on with.
   *
   * @param file what could be read
   * @param issues what was wrong so far
   */
  record Parsed(RuleSetFile file, IssueLog issues) {}

  private RuleFileParser(RuleSource source) {
    this.source = source;
    this.issues = new IssueLog(new SourceText(source.file(), source.text()));
  }

  static Parsed parse(RuleSource source) {
    return new RuleFileParser(source).parse();
  }

  /** The name that a text gives its rule set, or null if none can be found. */
  static @Nullable String nameOf(String file, String text) {
    for (YamlNode document : YamlReader.read(new IssueLog(new SourceText(file, text)))) {
      if (document instanceof YamlNode.Mapping mapping
          && mapping.find("metadata") instanceof YamlNode.Mapping metadata
          && metadata.find("name") instanceof Scalar name
          && !name.isNothing()) {
        return name.text();
      }
    }
    return null;
  }

  private Parsed parse() {
    List<YamlNode> documents = YamlReader.read(issues);
    documents.forEach(this::document);
    if (documents.isEmpty() && !issues.hasErrors()) {
      issues.error(
          IssueCode.MISSING_KEY,
          Span.at(0),
          "the file is empty, expected a document of a kind such as " + RuleFileSyntax.RULES);
    }
    checkRuleIds();
    String known = owner == null ? "" : owner;
    return new Parsed(
        new RuleSetFile(source, issues.source(), known, labels, regions, rules, jobs), issues);
  }

  private void document(YamlNode node) {
    if (node instanceof Scalar scalar && scalar.isNothing()) {
      return;
    }
    String kind = kind(node);
    Block known = RuleFileSyntax.document(kind);
    Fields fields = Fields.of(node, known == null ? RuleFileSyntax.UNKNOWN_KIND : known, issues);
    if (fields == null) {
      return;
    }
    checkHead(fields, kind);
    String declaredOwner = metadata(fields);
    switch (kind) {
      case RuleFileSyntax.REGIONS -> regions(fields, declaredOwner);
      case RuleFileSyntax.RULES -> rules(fields);
      case RuleFileSyntax.JOBS -> jobs(fields);
      default -> {}
    }
  }

  /** The kind decides which keys a document may have, so it is looked up first. */
  private static String kind(YamlNode node) {
    return node instanceof YamlNode.Mapping mapping && mapping.find("kind") instanceof Scalar kind
        ? kind.text()
        : "";
  }

  private void checkHead(Fields fields, String kind) {
    Scalar version = fields.text("apiVersion");
    if (version != null && !version.text().equals(RuleFileSyntax.API_VERSION)) {
      issues.error(
          IssueCode.UNKNOWN_KIND,
          version.span(),
          "found apiVersion "
              + version.description()
              + ", expected '"
              + RuleFileSyntax.API_VERSION
              + "'");
    }
    Scalar kindText = fields.text("kind");
    List<String> kinds = RuleFileSyntax.kinds();
    if (kindText != null && !kinds.contains(kind)) {
      issues.error(
          IssueCode.UNKNOWN_KIND,
          kindText.span(),
          "found kind " + kindText.description() + ", expected one of " + String.join(", ", kinds),
          () ->
              kind.equals(CaseSyntax.KIND)
                  ? "tests stand in files of their own that end in .test.yaml"
                  : NearestName.help(kind, kinds));
    }
  }

  /** Checks name and owner, and answers the owner. */
  private String metadata(Fields fields) {
    Fields metadata = fields.fields("metadata");
    if (metadata == null) {
      return "";
    }
    Scalar name = metadata.text("name");
    if (new ScalarReader(issues).name(name) != null
        && name != null
        && !name.text().equals(source.name())) {
      mixed(name, "name", source.name());
    }
    labels.putAll(metadata.labels("labels"));
    Scalar declaredOwner = metadata.text("owner");
    if (declaredOwner == null) {
      return "";
    }
    if (declaredOwner.text().isBlank()) {
      String expected = ", expected a team, a handle or an address";
      issues.error(
          IssueCode.INVALID_VALUE,
          declaredOwner.span(),
          "found " + declaredOwner.description() + expected);
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
    RegionParser parser = new RegionParser(issues);
    for (YamlNode item : fields.list("regions")) {
      RegionDefinition region = parser.parse(item, source.name(), declaredOwner);
      if (region != null) {
        regions.add(region);
      }
    }
  }

  private void rules(Fields fields) {
    RuleParser parser = new RuleParser(issues);
    for (YamlNode item : fields.list("rules")) {
      RuleDefinition rule = parser.parse(item);
      if (rule != null) {
        rules.add(rule);
      }
    }
  }

  private void jobs(Fields fields) {
    JobParser parser = new JobParser(issues);
    for (YamlNode item : fields.list("jobs")) {
      JobDefinition job = parser.parse(item, source.name());
      if (job != null) {
        jobs.add(job);
      }
    }
  }

  private void checkRuleIds() {
    Map<String, Scalar> first = new HashMap<>();
    for (RuleDefinition rule : rules) {
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

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.worker.source.http.HttpLoader;
import dev.freshet.worker.source.jdbc.JdbcLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads which regions are loaded from where. For one thread. */
final class LoaderParser {
  private final IssueLog issues;
  private final ScalarReader scalars;
  private final Set<String> dataSources;
  private final Set<String> endpoints;
  private final Map<String, SourcesFile.Loader> loaders = new LinkedHashMap<>();

  /**
   * Reports to {@code issues}.
   *
   * @param dataSources the names of those that there are
   * @param endpoints the names of those that there are
   */
  LoaderParser(IssueLog issues, Set<String> dataSources, Set<String> endpoints) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
    this.dataSources = dataSources;
    this.endpoints = endpoints;
  }

  /** Those that could be read. */
  List<SourcesFile.Loader> loaders() {
    return List.copyOf(loaders.values());
  }

  void parse(YamlNode item) {
    Fields fields = Fields.of(item, SourcesSyntax.LOADER, issues);
    if (fields == null) {
      return;
    }
    Scalar text = fields.text("region");
    String region = scalars.name(text);
    Fields jdbc = fields.fields("jdbc");
    Fields http = fields.fields("http");
    SourcesFile.Loader loader =
        jdbc != null ? jdbc(region, jdbc) : http != null ? http(region, http) : null;
    if (loader != null && text != null && loaders.putIfAbsent(loader.region(), loader) != null) {
      String message = "region `" + text + "` has two loaders, expected one";
      issues.error(IssueCode.DUPLICATE_REGION, text.span(), message);
    }
  }

  private SourcesFile.@Nullable Loader jdbc(@Nullable String region, Fields fields) {
    String source = known(fields.text("dataSource"), "data source", dataSources);
    Scalar query = fields.text("query");
    long maxBatch =
        scalars.count(fields.text("maxBatch"), JdbcLoader.DEFAULT_BATCH, SourcesSyntax.MOST_KEYS);
    List<String> holes = holes(query, JdbcLoader::holes);
    return region == null || source == null || query == null || holes == null
        ? null
        : new SourcesFile.Loader.Jdbc(region, source, query.text(), (int) maxBatch, holes);
  }

  private SourcesFile.@Nullable Loader http(@Nullable String region, Fields fields) {
    String endpoint = known(fields.text("endpoint"), "endpoint", endpoints);
    Scalar path = fields.text("path");
    List<String> holes = holes(path, HttpLoader::holes);
    return region == null || endpoint == null || path == null || holes == null
        ? null
        : new SourcesFile.Loader.Http(region, endpoint, path.text(), holes);
  }

  private @Nullable String known(@Nullable Scalar text, String what, Set<String> names) {
    if (text == null || names.contains(text.text())) {
      return text == null ? null : text.text();
    }
    issues.error(
        IssueCode.INVALID_VALUE,
        text.span(),
        "found the "
            + what
            + " "
            + text.description()
            + ", expected one of "
            + new TreeSet<>(names),
        () -> NearestName.help(text.text(), List.copyOf(names)));
    return null;
  }

  private @Nullable List<String> holes(
      @Nullable Scalar text, Function<String, List<String>> reader) {
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text.text());
    } catch (IllegalArgumentException e) {
      issues.error(IssueCode.INVALID_VALUE, text.span(), String.valueOf(e.getMessage()));
      return null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import dev.freshet.worker.source.ConfiguredName;
import dev.freshet.worker.source.http.EndpointSettings;
import dev.freshet.worker.source.jdbc.JdbcSource;
import dev.freshet.worker.source.jdbc.Pools;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads a file of sources. Reports what is wrong and goes on. For one thread. */
final class SourcesParser {
  private static final String JDBC = "jdbc:";
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  /** Reads what stands behind a name; null if it is wrong, which is reported. */
  private interface Reader<T> extends BiFunction<String, Fields, @Nullable T> {}

  private final IssueLog issues;
  private final ScalarReader scalars;
  private final Variables variables;

  SourcesParser(IssueLog issues, Map<String, String> environment) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
    this.variables = new Variables(issues, environment);
  }

  /** What could be read; the log knows whether that is all. */
  SourcesFile parse() {
    List<YamlNode> documents = YamlReader.read(issues);
    if (documents.size() != 1 && !issues.hasErrors()) {
      issues.error(
          IssueCode.INVALID_VALUE,
          Span.at(0),
          "found " + documents.size() + " YAML documents, expected one");
    }
    Fields file =
        documents.isEmpty() ? null : Fields.of(documents.get(0), SourcesSyntax.FILE, issues);
    if (file == null) {
      return new SourcesFile(Map.of(), Map.of(), List.of());
    }
    require(file.text("apiVersion"), SourcesSyntax.API_VERSION);
    require(file.text("kind"), SourcesSyntax.KIND);
    Map<String, YamlNode> dataSources = named(file, "dataSources", SourcesSyntax.DATA_SOURCE);
    Map<String, YamlNode> endpoints = named(file, "endpoints", SourcesSyntax.ENDPOINT);
    LoaderParser loaders = new LoaderParser(issues, dataSources.keySet(), endpoints.keySet());
    file.list("loaders").forEach(loaders::parse);
    return new SourcesFile(
        read(dataSources, SourcesSyntax.DATA_SOURCE, this::dataSource),
        read(endpoints, SourcesSyntax.ENDPOINT, this::endpoint),
        loaders.loaders());
  }

  private void require(@Nullable Scalar found, String expected) {
    if (found != null && !found.text().equals(expected)) {
      scalars.invalid(found, "'" + expected + "'");
    }
  }

  private Map<String, YamlNode> named(Fields file, String key, Block block) {
    Map<String, YamlNode> named = new LinkedHashMap<>();
    YamlNode node = file.node(key);
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        String name = entry.key() instanceof Scalar text ? name(text) : null;
        if (name != null && named.putIfAbsent(name, entry.value()) != null) {
          String message = "name `" + name + "` stands twice in `" + key + "`";
          issues.error(IssueCode.DUPLICATE_KEY, entry.key().span(), message);
        }
      }
    } else if (node != null) {
      String message =
          "found " + node.description() + ", expected a name and " + block.what() + " in each line";
      issues.error(IssueCode.WRONG_TYPE, node.span(), message);
    }
    return named;
  }

  private @Nullable String name(Scalar text) {
    if (ConfiguredName.isOne(text.text())) {
      return text.text();
    }
    scalars.invalid(text, "a name of letters, digits, dots, underscores and dashes");
    return null;
  }

  private <T> Map<String, T> read(Map<String, YamlNode> named, Block block, Reader<T> reader) {
    Map<String, T> all = new LinkedHashMap<>();
    named.forEach(
        (name, node) -> {
          Fields fields = Fields.of(node, block, issues);
          T read = fields == null ? null : reader.apply(name, fields);
          if (read != null) {
            all.put(name, read);
          }
        });
    return all;
  }

  private SourcesFile.@Nullable DataSource dataSource(String name, Fields fields) {
    Scalar urlText = fields.text("url");
    String url = variables.fill(urlText);
    String user = variables.fill(fields.text("user"));
    String password = variables.fill(fields.text("password"));
    long poolSize =
        scalars.count(fields.text("poolSize"), Pools.DEFAULT_SIZE, SourcesSyntax.MOST_CONNECTIONS);
    Duration timeout = timeout(fields.text("timeout"), JdbcSource.DEFAULT_TIMEOUT);
    if (url == null || urlText == null) {
      return null;
    }
    if (!url.startsWith(JDBC)) {
      refuse(urlText, "another URL, expected one of JDBC: jdbc:postgresql://host:5432/database");
    }
    return new SourcesFile.DataSource(name, url, user, password, (int) poolSize, timeout);
  }

  private @Nullable EndpointSettings endpoint(String name, Fields fields) {
    Scalar urlText = fields.text("url");
    String url = variables.fill(urlText);
    Map<String, String> headers = headers(fields);
    Duration timeout = timeout(fields.text("timeout"), EndpointSettings.DEFAULT_TIMEOUT);
    long concurrency =
        scalars.count(
            fields.text("concurrency"),
            EndpointSettings.DEFAULT_CONCURRENCY,
            SourcesSyntax.MOST_CONNECTIONS);
    if (url == null || urlText == null) {
      return null;
    }
    try {
      return EndpointSettings.at(name, new URI(url))
          .withHeaders(headers)
          .withTimeout(timeout)
          .withConcurrency((int) concurrency);
    } catch (URISyntaxException e) {
      refuse(urlText, "no URL, expected one such as http://host:8080/api");
    } catch (IllegalArgumentException e) {
      refuse(urlText, "an endpoint that cannot be: " + e.getMessage());
    }
    return null;
  }

  /** Without the text, which may hold a password. */
  private void refuse(Scalar text, String found) {
    issues.error(IssueCode.INVALID_VALUE, text.span(), "found " + found);
  }

  private Map<String, String> headers(Fields fields) {
    Map<String, String> headers = new LinkedHashMap<>();
    // Reports what is wrong with them, too.
    if (!fields.labels("headers").isEmpty()
        && fields.node("headers") instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        String value = entry.value() instanceof Scalar text ? variables.fill(text) : null;
        if (entry.key() instanceof Scalar header && value != null) {
          headers.put(header.text(), value);
        }
      }
    }
    return headers;
  }

  private Duration timeout(@Nullable Scalar text, Duration byDefault) {
    Duration timeout = scalars.duration(text, byDefault);
    if (text != null && timeout.compareTo(MAX_TIMEOUT) > 0) {
      scalars.invalid(text, "a time of at most 1d");
      return byDefault;
    }
    return timeout;
  }
}

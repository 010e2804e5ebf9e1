// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code keys} of a job. */
final class SourceParser {
  private static final long MOST_READ = 1_000_000_000;

  private final IssueLog issues;
  private final ScalarReader scalars;

  SourceParser(IssueLog issues, ScalarReader scalars) {
    this.issues = issues;
    this.scalars = scalars;
  }

  @Nullable KeySource parse(Fields job) {
    Fields keys = job.fields("keys");
    if (keys == null || keys.keys().size() != 1) {
      return null;
    }
    String kind = keys.keys().get(0);
    return switch (kind) {
      case "list" -> listed(keys);
      case "jdbc" -> jdbc(keys.fields(kind));
      case "http" -> http(keys.fields(kind));
      case "invalidated" -> invalidated(job, keys.text(kind));
      case "hottest" -> new KeySource.Hottest(scalars.count(keys.text(kind), 1, MOST_READ));
      case "predicted" -> predicted(job, keys.text(kind));
      default -> scalars.isTrue(keys.text(kind)) ? new KeySource.Peers() : null;
    };
  }

  private KeySource listed(Fields keys) {
    List<Scalar> texts = keys.texts("list");
    if (keys.node("list") instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      issues.error(IssueCode.INVALID_VALUE, list.span(), "found an empty list, expected a key");
    }
    return new KeySource.Listed(texts);
  }

  private @Nullable KeySource jdbc(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    String dataSource = scalars.name(fields.text("dataSource"));
    Scalar query = fields.text("query");
    return dataSource == null || query == null ? null : new KeySource.Jdbc(dataSource, query);
  }

  private @Nullable KeySource http(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    String endpoint = scalars.name(fields.text("endpoint"));
    Scalar path = fields.text("path");
    if (path != null && !isPath(path.text())) {
      scalars.invalid(
          path,
          "a path below the endpoint as it stands in a URL, such as /active-users?days=7: it begins"
              + " with one '/' and has no holes");
    }
    return endpoint == null || path == null ? null : new KeySource.Http(endpoint, path.text());
  }

  /** No text that leads elsewhere than below the endpoint, or that no request can have. */
  private static boolean isPath(String text) {
    try {
      URI uri = new URI(text);
      return text.startsWith("/")
          && uri.getRawAuthority() == null
          && uri.getRawFragment() == null
          && uri.normalize().getRawPath().equals(uri.getRawPath());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private KeySource predicted(Fields job, @Nullable Scalar text) {
    if (text != null && job.node("onJoin") != null) {
      issues.error(
          IssueCode.INVALID_VALUE,
          text.span(),
          "found `predicted`, expected other keys beside `onJoin`: a node that joins knows nothing"
              + " of earlier days");
    }
    return new KeySource.Predicted(scalars.count(text, 1, MOST_READ));
  }

  private @Nullable KeySource invalidated(Fields job, @Nullable Scalar text) {
    if (text == null || !scalars.isTrue(text)) {
      return null;
    }
    if (job.node("after") == null) {
      scalars.invalid(text, "`after` beside `keys`: no other trigger has invalidated anything");
    }
    return new KeySource.Invalidated(text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.rules.source.Limit;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.Form;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.Value;
import java.util.List;

/** What may stand in a file of sources. Stateless. */
final class SourcesSyntax {
  static final String API_VERSION = "freshet.dev/v1";
  static final String KIND = "Sources";
  static final int MOST_CONNECTIONS = 1_000;
  static final int MOST_KEYS = 10_000;

  private static final Limit MOST_LOADERS = Limit.REGIONS;

  static final Block DATA_SOURCE =
      block(
          "a data source",
          must("url", Form.TEXT, "Of JDBC, such as `jdbc:postgresql://db:5432/payments`."),
          may("user", Form.TEXT, "Who logs in."),
          may("password", Form.TEXT, "The user's password."),
          may("poolSize", Form.COUNT, "Most connections, and so most statements at a time."),
          may("timeout", Form.DURATION, "How long a statement may take, with all its rows."));

  static final Block ENDPOINT =
      block(
          "an endpoint",
          must("url", Form.TEXT, "`http` or `https`; every request goes to a path below it."),
          new Key("headers", new Value.Labels(), "Sent each time.", false, null, List.of()),
          may("timeout", Form.DURATION, "How long an answer may take."),
          may("concurrency", Form.COUNT, "Most requests at a time."));

  private static final Block JDBC =
      block(
          "a JDBC loader",
          must("dataSource", Form.NAME, "One of the data sources."),
          new Key(
              "query",
              new Value.Text(Form.TEXT, Limit.QUERY_LENGTH),
              "SQL with the holes of the key, `:userId` for one or `:userId[]` for many.",
              true,
              null,
              List.of()),
          may("maxBatch", Form.COUNT, "Most keys of a query."));

  private static final Block HTTP =
      block(
          "an HTTP loader",
          must("endpoint", Form.NAME, "One of the endpoints."),
          must("path", Form.TEXT, "With the holes of the key, such as `/users/{userId}`."));

  static final Block LOADER =
      new Block(
          "a loader",
          "",
          List.of(
              must("region", Form.NAME, "The region that it loads."),
              new Key("jdbc", new Value.Nested(JDBC), "From a database.", false, null, List.of()),
              new Key("http", new Value.Nested(HTTP), "From HTTP.", false, null, List.of())),
          List.of(List.of("jdbc", "http")));

  static final Block FILE =
      block(
          "a file of sources",
          must("apiVersion", Form.TEXT, "`freshet.dev/v1`."),
          must("kind", Form.TEXT, "`Sources`."),
          new Key("dataSources", new Value.Tree(), "By name.", false, null, List.of()),
          new Key("endpoints", new Value.Tree(), "By name.", false, null, List.of()),
          new Key(
              "loaders",
              new Value.Items(new Value.Nested(LOADER), MOST_LOADERS),
              "Which regions the worker loads by itself.",
              false,
              null,
              List.of()));

  private SourcesSyntax() {}

  private static Block block(String what, Key... keys) {
    return new Block(what, "", List.of(keys), List.of());
  }

  private static Key must(String name, Form form, String doc) {
    return new Key(name, new Value.Text(form), doc, true, null, List.of());
  }

  private static Key may(String name, Form form, String doc) {
    return new Key(name, new Value.Text(form), doc, false, null, List.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.rules.jsonschema.JsonSchema;
import dev.freshet.rules.report.IssuePages;
import dev.freshet.rules.source.IssueCode;
import io.vertx.ext.web.Router;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is served beside the operations: pages of problems, and schemas of files. Stateless. */
final class ApiPages {
  private ApiPages() {}

  /** Cause and remedy of a code: one of this API or of rule files, of any case. */
  static Optional<String> problem(String code) {
    return Stream.of(ApiCode.values())
        .filter(known -> known.code().equalsIgnoreCase(code))
        .map(ApiCode::page)
        .findFirst()
        .or(
            () ->
                Optional.ofNullable(IssueCode.of(code.toUpperCase(Locale.ROOT)))
                    .map(issue -> IssuePages.page(issue).text()));
  }

  /** The JSON Schemas of rule files and of their tests, for editors. */
  static void schemas(Router router) {
    schema(router, JsonSchema.RULES_FILE, JsonSchema.ofRuleFiles());
    schema(router, JsonSchema.TESTS_FILE, JsonSchema.ofTestFiles());
  }

  private static void schema(Router router, String file, String text) {
    router
        .get("/schemas/" + file)
        .handler(
            context ->
                context.response().putHeader("Content-Type", "application/schema+json").end(text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.Exchange;
import dev.freshet.http.contract.MediaRanges;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rule files that came with a request. Immutable.
 *
 * @param sources in the order of the body
 * @param pointers by name of a file, where its text stands in the body; a JSON pointer
 */
record GivenFiles(List<RuleSource> sources, Map<String, String> pointers) {
  private static final String UNNAMED = "body.yaml";

  GivenFiles {
    sources = List.copyOf(sources);
    pointers = Map.copyOf(pointers);
  }

  /** The files of a body that is one of them, or JSON with a list of them. */
  static GivenFiles of(Exchange exchange) throws IOException {
    return MediaRanges.isJson(exchange.contentType().orElse(""))
        ? of(exchange.bodyAsObject())
        : yaml(UNNAMED, exchange);
  }

  /**
   * The files in {@code files}; none if that is missing.
   *
   * @throws ProblemException if two have one path
   */
  static GivenFiles of(JsonObject body) {
    JsonArray files = body.getJsonArray("files", new JsonArray());
    List<RuleSource> sources = new ArrayList<>();
    Map<String, String> pointers = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      JsonObject file = files.getJsonObject(i);
      String path = file.getString("path");
      if (pointers.putIfAbsent(path, "/files/" + i + "/text") != null) {
        throw invalid("/files/" + i + "/path", "found " + path + " twice, expected each path once");
      }
      sources.add(RuleFiles.named(path, file.getString("text")));
    }
    return new GivenFiles(sources, pointers);
  }

  /**
   * The body as the file of a rule set.
   *
   * @throws InvalidRuleFileException if it is no UTF-8
   * @throws ProblemException if the text names another set
   */
  static GivenFiles ofSet(String ruleSet, Exchange exchange) throws IOException {
    GivenFiles given = yaml(ruleSet + ".yaml", exchange);
    String found = given.sources().get(0).name();
    if (!found.equals(ruleSet)) {
      String message =
          "metadata.name: found " + found + ", expected " + ruleSet + ", as it is in the path";
      throw ProblemException.of(
          ApiCode.OTHER_RULE_SET,
          message,
          List.of(Finding.at(ApiCode.OTHER_RULE_SET, "", message)));
    }
    return given;
  }

  private static GivenFiles yaml(String file, Exchange exchange) throws IOException {
    byte[] bytes = exchange.body().getBytes();
    String text = RuleFiles.readText(file, new ByteArrayInputStream(bytes));
    return new GivenFiles(List.of(RuleFiles.named(file, text)), Map.of(file, ""));
  }

  private static ProblemException invalid(String pointer, String message) {
    return ProblemException.of(
        HttpCode.INVALID_BODY,
        "body: " + pointer + " " + message,
        List.of(Finding.at(HttpCode.INVALID_BODY, pointer, message)));
  }
}

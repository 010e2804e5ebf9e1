// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.UsageFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A coordinator's HTTP API. Safe for any thread; calls block, for a quarter of a minute at most
 * beside what they are told to wait for.
 */
public final class Api {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int FIRST_PROBLEM = 300;

  private final ObjectMapper json = new ObjectMapper();
  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /**
   * An API by its base URL.
   *
   * @throws UsageFailure if {@code url} is none
   */
  public Api(String url) {
    this.url = url.replaceAll("/+$", "");
    String scheme = scheme(this.url);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new UsageFailure(
          "--url: found '" + url + "', expected for example http://127.0.0.1:8080");
    }
  }

  private static String scheme(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() == null ? "" : String.valueOf(uri.getScheme());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A text as a piece of a path. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Parameters behind a path; empty values are left out. */
  public static String query(Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(parameter -> !parameter.getValue().isEmpty())
            .map(parameter -> parameter.getKey() + "=" + segment(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /**
   * The answer to a question.
   *
   * @param wait how long the coordinator is told to wait
   * @throws ApiProblem if the coordinator answers with one
   * @throws CommandFailure if it does not answer, or not in JSON
   */
  public JsonNode get(String path, Duration wait) throws InterruptedException {
    return send("GET", path, Optional.empty(), wait);
  }

  /** The answer to a request with a body; the same failures. */
  public JsonNode send(String method, String path, Optional<JsonNode> body, Duration wait)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER.plus(wait))
            .header("Accept", "application/json, application/problem+json")
            .method(
                method,
                body.map(each -> BodyPublishers.ofString(each.toString()))
                    .orElseGet(BodyPublishers::noBody));
    body.ifPresent(each -> request.header("Content-Type", "application/json"));
    try {
      return read(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new CommandFailure(
          "--url: no coordinator answers at %s (%s)".formatted(url, e.getClass().getSimpleName()),
          e);
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.contains("json") && !(response.body().isEmpty() && status < FIRST_PROBLEM)) {
      throw new CommandFailure(
          "--url: found status %d and '%s' at %s, expected JSON of a coordinator"
              .formatted(status, type, response.uri()));
    }
    JsonNode body = parse(response.body());
    if (status >= FIRST_PROBLEM) {
      throw new ApiProblem(status, body);
    }
    return body;
  }

  private JsonNode parse(String body) {
    try {
      return body.isEmpty() ? json.createObjectNode() : json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new CommandFailure("--url: found malformed JSON at " + url, e);
    }
  }

  /** All pages of a list, as one. */
  public JsonNode pages(String path, Map<String, String> parameters) throws InterruptedException {
    Map<String, String> asked = new LinkedHashMap<>(parameters);
    ArrayNode items = json.createArrayNode();
    ObjectNode whole = json.createObjectNode();
    String token = "";
    do {
      asked.put("pageToken", token);
      JsonNode page = get(path + query(asked), Duration.ZERO);
      page.path("items").forEach(items::add);
      if (page instanceof ObjectNode object) {
        whole = object;
      }
      token = page.path("nextPageToken").asText("");
    } while (!token.isEmpty());
    whole.remove("nextPageToken");
    whole.set("items", items);
    return whole;
  }
}

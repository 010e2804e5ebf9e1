// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/**
 * Deletes subjects of a schema registry, first so that they are not listed, then for good. One that
 * deletes nothing keeps them: they are small, and nobody reads them again. Blocks.
 */
final class Subjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final List<Integer> CANNOT = List.of(404, 405, 501);
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String url;

  private Subjects(String url) {
    this.url = url;
  }

  /**
   * Deletes some.
   *
   * @param urls base URLs, several with commas: the first is asked
   * @throws CommandFailure if the registry does not answer, or refuses
   */
  static void delete(String urls, Predicate<String> which) throws InterruptedException {
    Subjects subjects = new Subjects(first(urls));
    for (JsonNode subject : subjects.ask("GET", "/subjects", List.of())) {
      if (which.test(subject.asText())) {
        String path = "/subjects/" + URLEncoder.encode(subject.asText(), StandardCharsets.UTF_8);
        subjects.ask("DELETE", path, CANNOT);
        subjects.ask("DELETE", path + "?permanent=true", CANNOT);
      }
    }
  }

  /**
   * Looks whether there is a registry.
   *
   * @throws CommandFailure if there is none
   */
  static void require(String urls) throws InterruptedException {
    var unused = new Subjects(first(urls)).ask("GET", "/subjects", List.of());
  }

  private static String first(String urls) {
    return List.of(urls.split(",", -1)).get(0).strip().replaceAll("/+$", "");
  }

  private URI uri(String path) {
    URI uri;
    try {
      uri = URI.create(url + path);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--registry: found '" + url + "', expected a URL");
    }
    if (uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
      throw new UsageFailure("--registry: found '" + url + "', expected an http URL");
    }
    return uri;
  }

  private JsonNode ask(String method, String path, List<Integer> ignored)
      throws InterruptedException {
    URI uri = uri(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, BodyPublishers.noBody());
    String user = uri.getUserInfo();
    if (user != null) {
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (ignored.contains(answer.statusCode())) {
        return JSON.createArrayNode();
      }
      if (answer.statusCode() != OK) {
        throw new CommandFailure(
            "--registry: %s %s: found status %d, expected 200"
                .formatted(method, path, answer.statusCode()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandFailure("--registry: no answer to " + method + " " + path + ": " + e, e);
    }
  }
}

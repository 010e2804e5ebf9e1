// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Asks each schema registry for its subjects. */
final class SchemaRegistryExam {
  private static final String SUBJECT = "schema registry";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<String> urls;
  private final Optional<String> userInfo;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  SchemaRegistryExam(String urls, Optional<String> userInfo) {
    this.urls = List.of(urls.split(",", -1));
    this.userInfo = userInfo;
  }

  List<Finding> run() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (String url : urls) {
      findings.add(ask(url.strip().replaceAll("/+$", "")));
    }
    return findings;
  }

  private Finding ask(String url) throws InterruptedException {
    URI uri = URI.create(url + "/subjects");
    String shown = url.replaceAll("//[^/]*@", "//***@");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    userInfo
        .or(() -> Optional.ofNullable(uri.getUserInfo()))
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .ifPresent(user -> request.header("Authorization", "Basic " + user));
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().startsWith("[")
          ? Finding.good(SUBJECT, shown + " answers")
          : Finding.bad(
              SUBJECT,
              "%s answers /subjects with status %d".formatted(shown, answer.statusCode()),
              answer.statusCode() == 401
                  ? "set freshet.schema-registry.user-info"
                  : "set --registry to the base URL of an API like Confluent's");
    } catch (IOException e) {
      return Finding.bad(
          SUBJECT,
          "no answer of " + shown + ": " + Reasons.of(e),
          "check --registry and whether a schema registry runs there");
    }
  }
}

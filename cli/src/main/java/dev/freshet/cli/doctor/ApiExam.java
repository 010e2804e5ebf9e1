// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Asks a coordinator about the members, and looks at its clock and theirs. */
final class ApiExam {
  private static final String SUBJECT = "coordinator";
  private static final String MEMBERS = "members";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String url;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  ApiExam(String url, InstantSource clock) {
    this.url = url.replaceAll("/+$", "");
    this.clock = clock;
  }

  List<Finding> run() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try {
      Instant before = clock.instant();
      HttpResponse<String> answer = get("/api/v1/nodes?pageSize=500");
      if (answer.statusCode() != 200) {
        findings.add(notOne("status " + answer.statusCode()));
        return findings;
      }
      findings.add(Finding.good(SUBJECT, url + " answers"));
      coordinatorClock(answer, before, findings);
      findings.addAll(members(new ObjectMapper().readTree(answer.body()).path("items")));
    } catch (IOException e) {
      findings.add(notOne(Reasons.of(e)));
    }
    return findings;
  }

  private Finding notOne(String found) {
    return Finding.bad(
        SUBJECT,
        "no answer of " + url + ": " + found,
        "check --url and whether a coordinator serves its API there");
  }

  private void coordinatorClock(
      HttpResponse<String> answer, Instant before, List<Finding> findings) {
    try {
      answer
          .headers()
          .firstValue("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(said -> Clocks.coordinator(said.toInstant(), before, clock.instant()))
          .ifPresent(findings::add);
    } catch (DateTimeException e) {
      findings.add(
          Finding.warning(
              "clock", "the coordinator's Date is no date", "look at what stands between"));
    }
  }

  /** Those that are not well, and those whose clock is off. */
  static List<Finding> members(JsonNode members) {
    List<Finding> findings = new ArrayList<>();
    int live = 0;
    for (JsonNode member : members) {
      String name = member.path("service").asText() + "/" + member.path("instance").asText();
      String state = member.path("state").asText();
      live += state.equals("gone") ? 0 : 1;
      if (!state.equals("up") && !state.equals("joining")) {
        findings.add(
            Finding.warning(
                MEMBERS,
                name + " is " + state + ": " + member.path("reason").asText(),
                "freshet nodes -o wide says more"));
      }
      Duration off = Duration.ofMillis(member.path("clockOffMs").asLong());
      if (Clocks.isOff(off)) {
        findings.add(
            Finding.warning(
                "clock",
                "that of %s is %.1f s off".formatted(name, off.toMillis() / 1e3),
                "set the clocks by NTP"));
      }
    }
    findings.add(0, Finding.good(MEMBERS, live + " of " + members.size() + " are there"));
    return findings;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build(),
        BodyHandlers.ofString());
  }
}

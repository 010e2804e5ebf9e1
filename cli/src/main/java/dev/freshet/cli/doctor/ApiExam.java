// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
  private static final String FIRST_PAGE = "/api/v1/nodes?pageSize=500";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** What is wrong with many members at once has one reason: a few of them show it. */
  private static final int MOST_NAMED = 10;

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
      HttpResponse<String> answer = get(FIRST_PAGE);
      Instant after = clock.instant();
      List<JsonNode> members = new ArrayList<>();
      String next = page(answer, members);
      while (!next.isEmpty()) {
        next = page(get(FIRST_PAGE + "&pageToken=" + next), members);
      }
      findings.add(Finding.good(SUBJECT, url + " answers"));
      coordinatorClock(answer, before, after, findings);
      findings.addAll(members(members));
    } catch (IOException e) {
      findings.add(notOne(Reasons.of(e)));
    }
    return findings;
  }

  /** Adds the members of a page; answers the token of the next one, empty behind the last. */
  private static String page(HttpResponse<String> answer, List<JsonNode> members)
      throws IOException {
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    JsonNode page = new ObjectMapper().readTree(answer.body());
    page.path("items").forEach(members::add);
    return URLEncoder.encode(page.path("nextPageToken").asText(""), StandardCharsets.UTF_8);
  }

  private Finding notOne(String found) {
    return Finding.bad(
        SUBJECT,
        "no answer of " + url + ": " + found,
        "check --url and whether a coordinator serves its API there");
  }

  private void coordinatorClock(
      HttpResponse<String> answer, Instant before, Instant after, List<Finding> findings) {
    try {
      answer
          .headers()
          .firstValue("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(said -> Clocks.coordinator(said.toInstant(), before, after))
          .ifPresent(findings::add);
    } catch (DateTimeException e) {
      findings.add(
          Finding.warning(
              "clock", "the coordinator's Date is no date", "look at what stands between"));
    }
  }

  /** Those that are not well, and those whose clock is off; of many the first few. */
  static List<Finding> members(List<JsonNode> members) {
    List<Finding> ill = new ArrayList<>();
    List<Finding> off = new ArrayList<>();
    long live = members.stream().filter(member -> !state(member).equals("gone")).count();
    for (JsonNode member : members) {
      if (!state(member).equals("up") && !state(member).equals("joining")) {
        ill.add(
            Finding.warning(
                MEMBERS,
                name(member) + " is " + state(member) + ": " + member.path("reason").asText(),
                "freshet nodes -o wide says more"));
      }
      Duration clockOff = Duration.ofMillis(member.path("clockOffMs").asLong());
      if (Clocks.isOff(clockOff)) {
        off.add(
            Finding.warning(
                "clock",
                "that of %s is %.1f s off".formatted(name(member), clockOff.toMillis() / 1e3),
                "set the clocks by NTP"));
      }
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.good(MEMBERS, live + " of " + members.size() + " are there"));
    findings.addAll(few(ill, "are not up either"));
    findings.addAll(few(off, "have clocks that are off, too"));
    return findings;
  }

  private static List<Finding> few(List<Finding> findings, String theOthers) {
    if (findings.size() <= MOST_NAMED) {
      return findings;
    }
    List<Finding> few = new ArrayList<>(findings.subList(0, MOST_NAMED));
    Finding last = few.get(MOST_NAMED - 1);
    few.add(
        Finding.warning(
            last.subject(),
            (findings.size() - MOST_NAMED) + " others " + theOthers,
            last.remedy()));
    return few;
  }

  private static String name(JsonNode member) {
    return member.path("service").asText() + "/" + member.path("instance").asText();
  }

  private static String state(JsonNode member) {
    return member.path("state").asText();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build(),
        BodyHandlers.ofString());
  }
}

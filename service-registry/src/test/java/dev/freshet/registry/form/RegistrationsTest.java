// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.Records;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationsTest {
  private static final MemberId MEMBER = Records.member("p-1");

  private final Registrations.Builder builder = Registrations.builder(MEMBER, "first");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "jdbc:postgresql://root:secret@db/payments",
        "select * from payments",
        "drop\ttable",
        "a'b",
        "a\"b",
        "../../etc/passwd",
        "//evil.example",
        "a;b",
        "{name}",
        "${jndi:ldap}",
        "-name",
        ".name",
        "",
        " "
      })
  void shouldRefuseWhateverCouldBeAnAddressOrAStatement(String text) {
    List<String> problems =
        problems(
            builder.loads(
                RegionLoading.newBuilder(loading(LoadingVia.JDBC))
                    .setSource(text)
                    .setQuery(text)
                    .build()));

    assertEquals(2, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith("capabilities[0].source: found '"));
    assertTrue(problems.get(1).startsWith("capabilities[0].query: found '"));
    problems.forEach(
        problem -> {
          assertTrue(
              problem.endsWith(
                  "expected a configured name of letters, digits, dots, underscores and dashes,"
                      + " never a URL or SQL"),
              problem);
          assertFalse(problem.contains("secret"), problem);
        });
  }

  @Test
  void shouldTakeConfiguredNames() {
    assertEquals(
        List.of(),
        problems(
            builder
                .loads(
                    RegionLoading.newBuilder(loading(LoadingVia.JDBC))
                        .setSource("payments-ro")
                        .setQuery("by_id.v2")
                        .build())
                .loads(
                    RegionLoading.newBuilder(loading(LoadingVia.HTTP))
                        .setSource("payments-api")
                        .build())
                .loads(loading(LoadingVia.IN_PROCESS))));
  }

  @Test
  void shouldWantToKnowWhereToLoadFrom() {
    assertEquals(
        List.of(
            "capabilities[0].source: found nothing, expected a configured name, for it loads via"
                + " jdbc",
            "capabilities[0].query: found nothing, expected a configured name, for it loads via"
                + " jdbc",
            "capabilities[1].source: found nothing, expected a configured name, for it loads via"
                + " http"),
        problems(builder.loads(loading(LoadingVia.JDBC)).loads(loading(LoadingVia.HTTP))));
  }

  @Test
  void shouldWantLimitsAboveZero() {
    RegionLoading limits =
        RegionLoading.newBuilder(loading(LoadingVia.IN_PROCESS))
            .setMaxConcurrency(0)
            .setRatePerSecond(Double.NaN)
            .setMaxBatch(-1)
            .setTimeoutMs(0L)
            .build();

    assertEquals(
        List.of(
            "capabilities[0].maxConcurrency: found 0, expected a number above zero",
            "capabilities[0].ratePerSecond: found NaN, expected a number above zero",
            "capabilities[0].maxBatch: found -1, expected a number above zero",
            "capabilities[0].timeoutMs: found 0, expected a number above zero"),
        problems(builder.loads(limits)));
  }

  @Test
  void shouldWantRegionsToBeHeldOnceAndSomewhere() {
    RegionHolding nowhere =
        RegionHolding.newBuilder(Records.holding("profile"))
            .setRegion("no where")
            .setKeyTemplate("profile:{userId")
            .setTags(List.of("user:{}"))
            .setL1(false)
            .setMaxEntries(0L)
            .setTtlMs(-5L)
            .build();

    List<String> problems =
        problems(builder.holds(Records.holding("a")).holds(Records.holding("a")).holds(nowhere));

    assertEquals(
        List.of(
            "capabilities[1].region",
            "capabilities[2].region",
            "capabilities[2].keyTemplate",
            "capabilities[2].tags[0]",
            "capabilities[2]",
            "capabilities[2].maxEntries",
            "capabilities[2].ttlMs"),
        problems.stream().map(problem -> problem.substring(0, problem.indexOf(": "))).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "999, 15000, 30000, lease.heartbeatMs",
    "300001, 900000, 1000000, lease.heartbeatMs",
    "5000, 9999, 30000, lease.suspectAfterMs",
    "5000, 10000, 10000, lease.expireAfterMs",
    "5000, 10000, 3600001, lease.expireAfterMs"
  })
  void shouldBoundLeases(long heartbeatMs, long suspectAfterMs, long expireAfterMs, String path) {
    List<String> problems =
        problems(builder.lease(new MemberLease(heartbeatMs, suspectAfterMs, expireAfterMs)));

    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith(path + ": "), problems::toString);
  }

  @Test
  void shouldTakeEveryLeaseThatFollowsFromAHeartbeat() {
    assertEquals(List.of(), problems(builder.heartbeatEvery(Duration.ofSeconds(1))));
    assertEquals(List.of(), problems(builder.heartbeatEvery(Duration.ofMinutes(5))));
  }

  @Test
  void shouldBoundHowMuchIsSaid() {
    IntStream.rangeClosed(0, 1_000).forEach(i -> builder.publishes("type-" + i));
    IntStream.rangeClosed(0, 50).forEach(i -> builder.metadata("name-" + i, "value"));

    assertEquals(
        List.of(
            "capabilities: found 1001, expected at most 1000",
            "metadata: found 51 entries, expected at most 50"),
        problems(builder));
  }

  @Test
  void shouldBoundHowMuchIsComplainedAbout() {
    IntStream.range(0, 1_000).forEach(i -> builder.publishes("type *"));

    List<String> problems = problems(builder);

    assertEquals(101, problems.size());
    assertEquals("registration: found 900 further problems, expected none", problems.get(100));
  }

  @Test
  void shouldKeepControlCharactersAndLongTextsOut() {
    builder.owner("a\u001b[2J").zone("z".repeat(201)).metadata("a\nb", "c\nd");

    assertEquals(
        List.of(
            "owner: found 'a?[2J', expected 1 to 200 characters on one line",
            "zone: found '" + "z".repeat(60) + "…', expected 1 to 200 characters on one line",
            "metadata: found 'a?b', expected 1 to 200 characters on one line",
            "metadata.a?b: found 'c?d', expected 1 to 200 characters on one line"),
        problems(builder));
  }

  private static RegionLoading loading(LoadingVia via) {
    return RegionLoading.newBuilder().setRegion("profile").setVia(via).build();
  }

  private static List<String> problems(Registrations.Builder builder) {
    try {
      builder.build();
      return List.of();
    } catch (InvalidRegistrationException e) {
      e.problems().forEach(problem -> assertTrue(e.toString().contains(problem.toString())));
      return e.problems().stream().map(Problem::toString).toList();
    }
  }
}

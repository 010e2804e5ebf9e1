// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.job.Trigger;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.schema.EventTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedRulesTest {
  private static final Map<String, @Nullable Object> DATA =
      Map.ofEntries(
          Map.entry("userId", 42L),
          Map.entry("sessionId", "abc"),
          Map.entry("paymentId", "p1"),
          Map.entry("billId", "b7"),
          Map.entry("amount", 9.5),
          Map.entry("currency", "EUR"),
          Map.entry("status", "paid"),
          Map.entry("couponId", "c1"),
          Map.entry("webhookId", "w1"),
          Map.entry("scope", "eu"),
          Map.entry("providerId", "acme"),
          Map.entry("utilityType", "water"),
          Map.entry("templateId", "welcome"),
          Map.entry("documentId", "d1"));

  private final Compilation compilation = RuleBook.compile(ShippedRules.load());

  @Test
  void shouldCompileWithoutAnyIssue() {
    assertEquals(List.of(), compilation.allIssues());
    assertEquals(ShippedRules.SERVICES.size(), compilation.book().sources().size());
  }

  @Test
  void shouldFitTheSchemasOfTheirEvents() {
    Compilation typed = RuleBook.compile(ShippedRules.load(), EventTypes.shipped());

    assertEquals(List.of(), typed.allIssues());
  }

  @Test
  void shouldShipEveryFileOfTheDirectory() throws IOException {
    List<String> inDirectory =
        RuleFiles.read(Path.of("rules")).stream().map(RuleSource::name).toList();

    assertEquals(ShippedRules.SERVICES, inDirectory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "payment.success -> k|payment:history:42 k|payment:recent:42 k|bill:status:b7 k|analytics:dashboard:42",
        "payment.failed -> k|payment:recent:42 k|payment:transactions:42:p1",
        "payment.refunded -> k|payment:history:42 k|payment:recent:42 k|bill:status:b7 p|payment:transactions|userId=42 r|analytics:revenue",
        "user.updated -> k|user:profile:42 k|user:preferences:42 p|session|userId=42",
        "user.deleted -> t|user:42",
        "session.revoked -> k|session:abc:42 k|user:sessions:42",
        "bill.issued -> k|bill:status:b7 k|bill:user:42",
        "bill.status.changed -> k|bill:status:b7 k|bill:user:42",
        "coupon.redeemed -> k|bill:coupons:42",
        "webhook.config.changed -> k|webhook:configs:42",
        "analytics.recomputed -> k|analytics:dashboard:42 k|analytics:revenue:eu k|analytics:growth:eu",
        "utility.provider.updated -> k|utility:providers:acme k|utility:types:water",
        "notification.preferences.changed -> k|notification:preferences:42",
        "template.updated -> k|notification:templates:welcome",
        "document.uploaded -> k|document:metadata:d1 k|document:user:42",
        "document.deleted -> k|document:metadata:d1 k|document:user:42",
      })
  void shouldGiveExactlyTheTargetsOfEachEvent(String type, String targets) {
    MatchResult result = compilation.book().match(DomainEvent.of("1", "/test", type, DATA));

    assertEquals(List.of(), result.failures());
    assertEquals(
        List.of(targets.split(" ", -1)),
        result.targets(Mode.ENFORCE).stream().map(Target::text).toList());
  }

  @Test
  void shouldInvalidateNoRevenueForARefundOfNothing() {
    Map<String, @Nullable Object> data =
        Map.of("userId", 42L, "billId", "b7", "paymentId", "p1", "amount", 0.0);

    MatchResult result =
        compilation.book().match(DomainEvent.of("1", "/test", "payment.refunded", data));

    assertFalse(result.targets(Mode.ENFORCE).contains(new Target.Region("analytics:revenue")));
  }

  @Test
  void shouldIgnoreOtherEvents() {
    MatchResult result = compilation.book().match(DomainEvent.of("1", "/test", "documents", DATA));

    assertEquals(List.of(), result.outcomes());
  }

  @Test
  void shouldDeclareTheRegionsWithTheirTimes() {
    Map<String, Duration> times =
        compilation.book().regions().all().stream()
            .collect(Collectors.toMap(RegionDefinition::name, region -> region.lifetime().ttl()));

    assertEquals(
        "[analytics:dashboard=PT30M, analytics:growth=PT30M, analytics:revenue=PT30M,"
            + " bill:coupons=PT30M, bill:status=PT10M, bill:user=PT10M, document:metadata=PT2H,"
            + " document:user=PT2H, notification:preferences=PT1H, notification:templates=PT1H,"
            + " payment:history=PT15M, payment:recent=PT5M, payment:transactions=PT15M,"
            + " session=PT10M, user:preferences=PT1H, user:profile=PT1H, user:sessions=PT5M,"
            + " utility:providers=PT24H, utility:types=PT24H, webhook:configs=PT1H]",
        new TreeSet<>(times.entrySet().stream().map(Object::toString).toList()).toString());
    RegionDefinition history = compilation.book().regions().find("payment:history").orElseThrow();
    assertEquals(RegionDefinition.Compression.LZ4, history.l2().compression());
    assertEquals(new RegionDefinition.Capacity.Entries(50_000), history.l1().capacity());
    assertEquals(Duration.ofSeconds(60), history.l1().ttl());
    assertTrue(history.l2().enabled());
    assertEquals("payment-service", history.origin().owner());
    RegionDefinition profile = compilation.book().regions().find("user:profile").orElseThrow();
    assertEquals(
        new RegionDefinition.Lifetime(
            Duration.ofHours(1),
            0,
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            Duration.ofSeconds(5)),
        profile.lifetime());
  }

  @Test
  void shouldWarmWhatTheServicesNeed() {
    List<String> jobs =
        compilation.book().jobs().stream()
            .map(
                job ->
                    "%s/%s warms %s, %s"
                        .formatted(job.ruleSet(), job.id(), job.region(), job.priority()))
            .toList();

    assertEquals(
        """
        analytics/dashboards warms analytics:dashboard, MEDIUM
        analytics/historical-analytics warms analytics:growth, LOW
        billing/billing-statistics warms bill:user, MEDIUM
        notification/templates-on-join warms notification:templates, MEDIUM
        payment/recent-payments warms payment:recent, HIGH
        user/active-sessions warms session, HIGH
        user/profiles warms user:profile, HIGH
        user/preferences warms user:preferences, HIGH
        user/updated-profiles warms user:profile, HIGH
        user/profiles-on-join warms user:profile, HIGH
        utility/providers warms utility:providers, MEDIUM
        utility/types-on-join warms utility:types, MEDIUM
        webhook/webhook-configs warms webhook:configs, HIGH
        webhook/changed-webhook-configs warms webhook:configs, HIGH
        """,
        String.join("\n", jobs) + "\n");
  }

  /** The files are what people copy from: there is one of each kind. */
  @Test
  void shouldShowEveryTriggerAndSourceOfJobs() {
    List<JobDefinition> jobs = compilation.book().jobs();

    assertEquals(
        Set.of(Trigger.class.getPermittedSubclasses()),
        jobs.stream().map(job -> job.trigger().getClass()).collect(Collectors.toSet()));
    assertEquals(
        Set.of(KeySource.class.getPermittedSubclasses()),
        jobs.stream().map(job -> job.keys().getClass()).collect(Collectors.toSet()));
  }
}

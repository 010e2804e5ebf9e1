// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each event changes in the world, written down a second time and in another way than the rule
 * files: an effect names a region, and the fields of the event that the entry's key must agree
 * with. Immutable.
 */
public final class Oracle {

  /** What one event must do: the entries that become stale, by how many commands. */
  public record Expectation(List<Slot> stale, int commands) {}

  private record Effect(String region, List<String> fields) {
    static Effect of(String region, String... fields) {
      return new Effect(region, Arrays.asList(fields));
    }
  }

  private static final Effect HISTORY = Effect.of("payment:history", "userId");
  private static final Effect RECENT = Effect.of("payment:recent", "userId");
  private static final Effect BILL = Effect.of("bill:status", "billId");
  private static final Effect BILLS_OF_USER = Effect.of("bill:user", "userId");
  private static final Effect DASHBOARD = Effect.of("analytics:dashboard", "userId");
  private static final Effect REVENUE = Effect.of("analytics:revenue");

  private static final Map<String, List<Effect>> CHANGES =
      Map.ofEntries(
          Map.entry("payment.success", List.of(HISTORY, RECENT, BILL, DASHBOARD)),
          Map.entry(
              "payment.failed",
              List.of(RECENT, Effect.of("payment:transactions", "userId", "paymentId"))),
          Map.entry(
              "payment.refunded",
              List.of(HISTORY, RECENT, BILL, Effect.of("payment:transactions", "userId"))),
          Map.entry("bill.issued", List.of(BILL, BILLS_OF_USER)),
          Map.entry("bill.status.changed", List.of(BILL, BILLS_OF_USER)),
          Map.entry("coupon.redeemed", List.of(Effect.of("bill:coupons", "userId"))),
          Map.entry(
              "user.updated",
              List.of(
                  Effect.of("user:profile", "userId"),
                  Effect.of("user:preferences", "userId"),
                  Effect.of("session", "userId"))),
          Map.entry(
              "session.revoked",
              List.of(
                  Effect.of("session", "sessionId", "userId"),
                  Effect.of("user:sessions", "userId"))),
          Map.entry("document.uploaded", documentChanged()),
          Map.entry("document.deleted", documentChanged()),
          Map.entry(
              "notification.preferences.changed",
              List.of(Effect.of("notification:preferences", "userId"))),
          Map.entry("template.updated", List.of(Effect.of("notification:templates", "templateId"))),
          Map.entry(
              "utility.provider.updated",
              List.of(
                  Effect.of("utility:providers", "providerId"),
                  Effect.of("utility:types", "utilityType"))),
          Map.entry("webhook.config.changed", List.of(Effect.of("webhook:configs", "userId"))),
          Map.entry(
              "analytics.recomputed",
              List.of(
                  DASHBOARD,
                  Effect.of("analytics:revenue", "scope"),
                  Effect.of("analytics:growth", "scope"))),
          Map.entry("user.deleted", everythingOfUser()));

  private final Keyspace keyspace;

  /** An oracle for the entries of a keyspace. */
  public Oracle(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** What an event must do. */
  public Expectation expect(DemoEvent event) {
    List<Effect> effects = effectsOf(event);
    List<Slot> stale = new ArrayList<>();
    for (Effect effect : effects) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (String field : effect.fields()) {
        values.put(field, event.field(field));
      }
      stale.addAll(keyspace.find(effect.region(), values));
    }
    // A user goes by one tag, whatever hangs on it; every other effect is one command.
    return new Expectation(stale, event.type().equals("user.deleted") ? 1 : effects.size());
  }

  private static List<Effect> effectsOf(DemoEvent event) {
    List<Effect> effects = CHANGES.get(event.type());
    if (effects == null) {
      throw new IllegalArgumentException(
          "oracle: found event type " + event.type() + ", expected one of " + CHANGES.keySet());
    }
    boolean movesRevenue =
        event.type().equals("payment.refunded") && (double) event.field("amount") > 0;
    if (!movesRevenue) {
      return effects;
    }
    List<Effect> all = new ArrayList<>(effects);
    all.add(REVENUE);
    return all;
  }

  private static List<Effect> documentChanged() {
    return List.of(
        Effect.of("document:metadata", "documentId"), Effect.of("document:user", "userId"));
  }

  private static List<Effect> everythingOfUser() {
    return List.of(
            "analytics:dashboard",
            "bill:user",
            "bill:coupons",
            "document:user",
            "notification:preferences",
            "payment:history",
            "payment:recent",
            "payment:transactions",
            "session",
            "user:profile",
            "user:preferences",
            "user:sessions",
            "webhook:configs")
        .stream()
        .map(region -> Effect.of(region, "userId"))
        .toList();
  }
}

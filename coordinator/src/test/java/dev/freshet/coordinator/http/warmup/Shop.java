// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.form.Registrations;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.JobDefinition;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A rule set with a job of each kind, and who loads its region. */
final class Shop {
  static final String TEXT =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: team-shop}
      regions:
        - {name: cart, key: "cart:{userId}", ttl: 15m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: team-shop}
      rules:
        - {id: ordered, event: shop.ordered, invalidate: [{key: "cart:{userId}"}]}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: shop, owner: team-shop}
      jobs:
        - id: carts
          description: Carts of the day
          region: cart
          priority: high
          every: 30m
          keys: {jdbc: {dataSource: shop, query: 'select user_id as "userId" from carts'}}
          ratePerSecond: 500
          labels: {team: shop}
        - id: listed
          region: cart
          cron: "0  6 * * 1-5"
          keys: {list: ["cart:1", "cart:2"]}
          maxKeys: 1
          misfire: skip
          ttlJitter: 20%
          dependsOn: [carts]
        - {id: again, region: cart, after: {rule: ordered, delay: 5s}, keys: {invalidated: true}}
        - {id: users, region: cart, onDemand: true, keys: {http: {endpoint: users, path: /active}}}
        - {id: hot, region: cart, onJoin: true, keys: {hottest: 10}, holdReady: {share: 80%, atMost: 1m}}
        - {id: like-them, region: cart, onJoin: true, keys: {peers: true}}
        - {id: usual, region: cart, every: 1h, keys: {predicted: 50}}
      """;

  private Shop() {}

  static RuleBook book() {
    return RuleBook.compile(List.of(new RuleSource("shop", "shop.yaml", 1, TEXT))).orThrow();
  }

  static JobDefinition job(String id) {
    return JobsByName.of(book()).require("shop", id);
  }

  /** A member that loads carts. */
  static MemberView loader(
      String service, MemberStatus state, int priority, @Nullable Double ratePerSecond) {
    RegionLoading loading =
        new RegionLoading(
            "cart", LoadingVia.IN_PROCESS, null, null, null, ratePerSecond, null, null, priority);
    MemberId id = new MemberId(service, "1");
    Registration registration = Registrations.builder(id, "start-1").loads(loading).build();
    RegistryEntry entry =
        RegistryEntry.newBuilder()
            .setRegistration(registration)
            .setState(state)
            .setReason("")
            .setSinceMs(0)
            .setConditions(List.of())
            .setObserver("test")
            .build();
    return new MemberView(id, entry, Optional.empty());
  }

  static RegistrySnapshot members(MemberView... members) {
    TreeMap<MemberId, MemberView> all = new TreeMap<>();
    List.of(members).forEach(member -> all.put(member.id(), member));
    return new RegistrySnapshot(all, Optional.empty());
  }
}

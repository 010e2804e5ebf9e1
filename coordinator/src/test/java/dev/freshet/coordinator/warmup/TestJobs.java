// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs of a rule set {@code shop}, and members that load its regions. */
public final class TestJobs {
  private static final String HEAD =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - name: user
          key: user:{userId}
          tags: ["u:{userId}"]
          ttl: 15m
        - name: session
          key: session:{sessionId}:{userId}
          ttl: 15m
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
        - id: user-updated
          event: user.updated
          invalidate:
            - key: user:{userId}
            - pattern: session:*:{userId}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: shop, owner: shop-team}
      jobs:
      """;

  private TestJobs() {}

  /** The rule set with these jobs, as flow mappings. */
  public static String yaml(String... jobs) {
    StringBuilder yaml = new StringBuilder(HEAD);
    for (String job : jobs) {
      yaml.append("  - {").append(job).append("}\n");
    }
    return yaml.toString();
  }

  public static Jobs jobs(String... jobs) {
    return jobs.length == 0 ? Jobs.of(RuleBook.empty()) : Jobs.of(book(yaml(jobs)));
  }

  static RuleBook book(String yaml) {
    return RuleBook.compile(List.of(new RuleSource("shop", "shop.yaml", 1, yaml))).orThrow();
  }

  /** A member that loads both regions. */
  public static MemberView loader(String service, String instance) {
    return loader(service, instance, MemberStatus.UP, 0, null);
  }

  public static MemberView loader(
      String service,
      String instance,
      MemberStatus state,
      int priority,
      @Nullable Double keysPerSecond) {
    Registration registration =
        new Registration(
            service,
            instance,
            "1",
            0L,
            null,
            null,
            null,
            Leases.DEFAULT,
            List.of(
                loading("user", priority, keysPerSecond),
                loading("session", priority, keysPerSecond)),
            Map.of());
    RegistryEntry entry =
        RegistryEntry.newBuilder()
            .setRegistration(registration)
            .setState(state)
            .setReason("")
            .setSinceMs(0)
            .setConditions(List.of())
            .setClockOffMs(0)
            .setObserver("test")
            .setEnded(List.of())
            .build();
    return new MemberView(new MemberId(service, instance), entry, Optional.empty());
  }

  private static RegionLoading loading(
      String region, int priority, @Nullable Double keysPerSecond) {
    return RegionLoading.newBuilder()
        .setRegion(region)
        .setVia(LoadingVia.IN_PROCESS)
        .setPriority(priority)
        .setRatePerSecond(keysPerSecond)
        .build();
  }

  public static Members members(MemberView... members) {
    return Members.of(snapshot(members));
  }

  public static RegistrySnapshot snapshot(MemberView... members) {
    TreeMap<MemberId, MemberView> all = new TreeMap<>();
    for (MemberView member : members) {
      all.put(member.id(), member);
    }
    return new RegistrySnapshot(all, Optional.empty());
  }
}

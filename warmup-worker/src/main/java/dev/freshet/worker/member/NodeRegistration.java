// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.values.Template;
import dev.freshet.registry.form.Registrations;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.log.NodeSettings;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Who a node is and what it can do: holds every region that is declared to it, and loads those that
 * were opened with a loader. Safe for any thread.
 */
final class NodeRegistration implements Supplier<Registration> {
  private final NodeSettings settings;
  private final MemberDescription description;
  private final NodeInsight insight;
  private final Instant startedAt;

  NodeRegistration(
      NodeSettings settings,
      MemberDescription description,
      NodeInsight insight,
      Instant startedAt) {
    this.settings = settings;
    this.description = description;
    this.insight = insight;
    this.startedAt = startedAt;
  }

  /**
   * What is to be registered now.
   *
   * @throws IllegalArgumentException if the registry would not take it; names all problems
   */
  @Override
  public Registration get() {
    Registrations.Builder registration =
        description.registration(settings.id(), settings.incarnation()).startedAt(startedAt);
    insight.regions().held().stream().map(this::holding).forEach(registration::holds);
    insight.regions().loaded().forEach(registration::loads);
    return registration.build();
  }

  private RegionHolding holding(RegionDefinition region) {
    Long maxEntries =
        region.l1().capacity() instanceof RegionDefinition.Capacity.Entries entries
            ? Long.valueOf(entries.max())
            : null;
    return RegionHolding.newBuilder()
        .setRegion(region.name())
        .setKeyTemplate(region.key().toString())
        .setTags(region.tags().stream().map(Template::toString).toList())
        .setL1(true)
        .setL2(insight.store() != null && region.l2().enabled())
        .setMaxEntries(maxEntries)
        .setTtlMs(region.lifetime().ttl().toMillis())
        .build();
  }
}

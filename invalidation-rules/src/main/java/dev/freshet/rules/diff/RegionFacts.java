// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.events.values.Template;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.region.RegionDefinition.Capacity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The facts of regions, and what it means if some of them change. Stateless. */
final class RegionFacts {
  private static final String KEY = "key";
  private static final String TAGS = "tags";
  private static final String VERSION = "version";

  private RegionFacts() {}

  static Facts of(RegionDefinition region) {
    Duration ttl = region.lifetime().ttl();
    Facts facts =
        new Facts()
            .text("set", region.origin().ruleSet())
            .text(VERSION, region.version())
            .text(KEY, region.key())
            .items(TAGS, region.tags().stream().map(Template::toString))
            .time("ttl", ttl)
            .share("ttlJitter", region.lifetime().jitter())
            .time("absentTtl", region.lifetime().absentTtl())
            .time("staleIfError.maxAge", region.lifetime().staleMaxAge())
            .time("staleIfError.retryAfter", region.lifetime().staleRetryAfter())
            .time("maxStaleness", region.staleness().maxStaleness())
            .word("onBlind", region.staleness().onBlind())
            .time("load.softTimeout", region.loading().softTimeout())
            .time("load.hardTimeout", region.loading().hardTimeout())
            .share("load.refreshAt", region.loading().refreshAt())
            .time("load.lease", region.loading().lease());
    levelOne(region.l1(), ttl, facts);
    levelTwo(region.l2(), ttl, facts);
    return facts;
  }

  private static void levelOne(RegionDefinition.L1 level, Duration ttl, Facts facts) {
    boolean bounded = level.eviction() != RegionDefinition.Eviction.TTL;
    if (bounded && level.capacity() instanceof Capacity.Entries entries) {
      facts.text("l1.maxEntries", entries.max());
    } else if (bounded && level.capacity() instanceof Capacity.Bytes bytes) {
      facts.size("l1.maxBytes", bytes.max());
    }
    facts.time("l1.ttl", level.ttl(), ttl).word("l1.eviction", level.eviction());
  }

  private static void levelTwo(RegionDefinition.L2 level, Duration ttl, Facts facts) {
    facts
        .text("l2.enabled", level.enabled())
        .time("l2.ttl", level.ttl(), ttl)
        .word("l2.compress", level.compression())
        .size("l2.compressAbove", level.compressAboveBytes())
        .size("l2.maxValue", level.maxValueBytes());
  }

  /** What to know about changes of a region, each once. */
  static List<String> notes(List<FieldChange> changes) {
    List<String> fields = changes.stream().map(FieldChange::field).distinct().toList();
    List<String> notes = new ArrayList<>();
    if (fields.contains(KEY)) {
      notes.add(
          "nodes take the new key when they start: what they cached under the old one is out of"
              + " reach, and commands for new keys miss the nodes that have not started yet");
    }
    if (fields.contains(TAGS)) {
      notes.add(
          "nodes take the new tags when they start: until then commands for an added tag miss their"
              + " entries; commands for a removed one miss all entries afterwards");
    }
    if (fields.contains(VERSION)) {
      notes.add("nodes take the new version when they start, and load all values anew");
    }
    return notes;
  }
}

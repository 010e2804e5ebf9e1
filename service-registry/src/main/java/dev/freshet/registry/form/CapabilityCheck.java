// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the capabilities of one registration against what they must be. For one thread. */
final class CapabilityCheck {
  private static final int MOST_TAGS = 100;

  private final Problems problems;
  private final Texts texts;
  private final Set<String> held = new HashSet<>();

  CapabilityCheck(Problems problems) {
    this.problems = problems;
    this.texts = new Texts(problems);
  }

  void check(String path, Object capability) {
    if (capability instanceof RegionHolding holding) {
      check(path, holding);
    } else if (capability instanceof RegionLoading loading) {
      check(path, loading);
    } else if (capability instanceof EventPublishing publishing) {
      texts.eventType(path + ".eventType", publishing.getEventType());
      texts.topic(path + ".topic", publishing.getTopic());
    } else if (capability instanceof EventConsumption consumption) {
      texts.eventType(path + ".eventType", consumption.getEventType());
      texts.topic(path + ".topic", consumption.getTopic());
    } else {
      problems.add(
          path, capability.getClass().getSimpleName(), "a capability: " + CapabilityType.NAMES);
    }
  }

  private void check(String path, RegionHolding holding) {
    texts.region(path + ".region", holding.getRegion());
    if (!held.add(holding.getRegion())) {
      problems.add(
          path + ".region",
          "region " + Problems.quote(holding.getRegion()) + " again",
          "each region to be held once");
    }
    texts.template(path + ".keyTemplate", holding.getKeyTemplate());
    List<String> tags = holding.getTags();
    if (tags.size() > MOST_TAGS) {
      problems.add(path + ".tags", tags.size() + " tags", "at most " + MOST_TAGS);
    } else {
      for (int i = 0; i < tags.size(); i++) {
        texts.template(path + ".tags[" + i + "]", tags.get(i));
      }
    }
    if (!holding.getL1() && !holding.getL2()) {
      problems.add(path, "neither l1 nor l2", "a region to be held somewhere");
    }
    positive(path + ".maxEntries", holding.getMaxEntries());
    positive(path + ".ttlMs", holding.getTtlMs());
  }

  private void check(String path, RegionLoading loading) {
    texts.region(path + ".region", loading.getRegion());
    boolean inProcess = loading.getVia() == LoadingVia.IN_PROCESS;
    configured(path + ".source", loading.getSource(), !inProcess, loading);
    configured(path + ".query", loading.getQuery(), loading.getVia() == LoadingVia.JDBC, loading);
    positive(path + ".maxConcurrency", loading.getMaxConcurrency());
    positive(path + ".ratePerSecond", loading.getRatePerSecond());
    positive(path + ".maxBatch", loading.getMaxBatch());
    positive(path + ".timeoutMs", loading.getTimeoutMs());
  }

  private void configured(
      String path, Optional<String> found, boolean required, RegionLoading loading) {
    found.ifPresent(name -> texts.configured(path, name));
    if (required && found.isEmpty()) {
      problems.add(
          path, "nothing", "a configured name, for it loads via " + JsonNames.of(loading.getVia()));
    }
  }

  private void positive(String path, Optional<? extends Number> found) {
    // Also not a number, which is not above zero either.
    if (found.isPresent() && !(found.get().doubleValue() > 0)) {
      problems.add(path, String.valueOf(found.get()), "a number above zero");
    }
  }
}

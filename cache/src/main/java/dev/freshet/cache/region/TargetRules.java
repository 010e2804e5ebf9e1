// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.region;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.fence.Targets;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys and targets of a region's entries, as its templates say. Immutable. */
final class TargetRules {
  private final RegionSettings settings;
  private final List<String> holes;

  /** The targets of every entry. */
  private final Targets ofAll;

  TargetRules(RegionSettings settings) {
    this.settings = settings;
    this.holes = settings.key().holes();
    this.ofAll = Targets.of(List.of(new Target.Region(settings.name()), Target.ALL));
  }

  EntryKey key(Map<String, ?> params) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (String hole : holes) {
      Object value = params.get(hole);
      if (value == null) {
        throw new IllegalArgumentException(
            where() + "found no value for '" + hole + "', expected " + holes);
      }
      kept.put(hole, value);
    }
    if (params.size() != kept.size()) {
      throw new IllegalArgumentException(
          where() + "found " + params.keySet() + ", expected " + holes);
    }
    return new EntryKey(settings.name(), settings.key().expand(kept::get), Map.copyOf(kept));
  }

  /**
   * The key of a text.
   *
   * @param values those that expand to it
   */
  EntryKey key(String text, Map<String, String> values) {
    return new EntryKey(settings.name(), text, Map.copyOf(values));
  }

  /** Everything that can make the entry stale. */
  Targets targets(EntryKey key, List<String> explicitTags) {
    if (!key.region().equals(settings.name())) {
      throw new IllegalArgumentException(
          where() + "found a key of region " + key.region() + ", expected one of this region");
    }
    List<Target> targets =
        new ArrayList<>(1 + settings.tags().size() + explicitTags.size() + holes.size());
    targets.add(new Target.Key(key.text()));
    for (Template tag : settings.tags()) {
      targets.add(new Target.Tag(tag.expand(key.params()::get)));
    }
    explicitTags.forEach(tag -> targets.add(new Target.Tag(tag)));
    for (String hole : holes) {
      String value = Template.encode(key.param(hole));
      targets.add(new Target.Parameter(settings.name(), hole, value));
    }
    return Targets.of(targets, ofAll);
  }

  private String where() {
    return "region " + settings.name() + ": ";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Compares a topic with its spec. */
final class TopicCheck {
  private TopicCheck() {}

  /** One line for each mismatch, none if the topic is as it must be. */
  static List<String> mismatches(TopicSpec spec, int partitions, Config config) {
    List<String> mismatches = new ArrayList<>();
    if (partitions != spec.partitions()) {
      mismatches.add(line(spec, "partitions", String.valueOf(partitions), "" + spec.partitions()));
    }
    for (Map.Entry<String, String> setting : new TreeMap<>(spec.required()).entrySet()) {
      ConfigEntry entry = config.get(setting.getKey());
      String found = entry == null ? null : entry.value();
      if (!fits(setting.getKey(), found, setting.getValue())) {
        String bound = setting.getKey().equals(TopicConfig.RETENTION_MS_CONFIG) ? "at least " : "";
        mismatches.add(line(spec, setting.getKey(), found, bound + setting.getValue()));
      }
    }
    return mismatches;
  }

  private static boolean fits(String setting, @Nullable String found, String expected) {
    if (found == null) {
      return false;
    }
    return switch (setting) {
      case TopicConfig.RETENTION_MS_CONFIG ->
          Long.parseLong(found) < 0 || Long.parseLong(found) >= Long.parseLong(expected);
      case TopicConfig.CLEANUP_POLICY_CONFIG -> listOf(found).equals(listOf(expected));
      default -> found.equals(expected);
    };
  }

  private static Set<String> listOf(String text) {
    return Set.copyOf(Arrays.asList(text.trim().split("\\s*,\\s*", -1)));
  }

  private static String line(
      TopicSpec spec, String setting, @Nullable String found, String expected) {
    return "topic "
        + spec.name()
        + ": "
        + setting
        + " is wrong, found "
        + (found == null ? "nothing" : found)
        + ", expected "
        + expected;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.job.Trigger;

/** Parts of jobs in few words, near to those of rule files. Pure. */
final class JobTexts {
  private JobTexts() {}

  /** What makes it run. */
  static String trigger(Trigger trigger) {
    if (trigger instanceof Trigger.Every every) {
      return "every " + Durations.text(every.distance());
    }
    if (trigger instanceof Trigger.Cron cron) {
      return "cron " + cron.text().text().strip().replaceAll(" +", " ");
    }
    if (trigger instanceof Trigger.After after) {
      String rule = "after " + after.ruleSet() + "/" + after.ruleId();
      return after.delay().isZero() ? rule : rule + " and " + Durations.text(after.delay());
    }
    return trigger instanceof Trigger.OnJoin ? "onJoin" : "onDemand";
  }

  /** Where its keys come from. */
  static String keys(KeySource keys) {
    if (keys instanceof KeySource.Listed listed) {
      return "list of " + listed.keys().size();
    }
    if (keys instanceof KeySource.Jdbc jdbc) {
      return "jdbc " + jdbc.dataSource();
    }
    if (keys instanceof KeySource.Http http) {
      return "http " + http.endpoint() + " " + http.path();
    }
    if (keys instanceof KeySource.Hottest hottest) {
      return "hottest " + hottest.count();
    }
    if (keys instanceof KeySource.Predicted predicted) {
      return "predicted " + predicted.count();
    }
    return keys instanceof KeySource.Peers ? "peers" : "invalidated";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.MemberCondition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers since when each condition is as it is. One thread. */
final class Conditions {
  private final Map<String, MemberCondition> last = new HashMap<>();

  /**
   * How something stands.
   *
   * @param reason one CamelCase word for programs
   * @param message for people; may change while the rest stays
   */
  record Finding(String type, ConditionStatus status, String reason, String message) {}

  /** The findings of now, each with the time at which its status or reason came to be. */
  List<MemberCondition> at(Instant now, List<Finding> findings) {
    return findings.stream().map(finding -> dated(finding, now)).toList();
  }

  private MemberCondition dated(Finding finding, Instant now) {
    long sinceMs =
        Optional.ofNullable(last.get(finding.type()))
            .filter(before -> before.getStatus() == finding.status())
            .filter(before -> before.getReason().equals(finding.reason()))
            .map(MemberCondition::getSinceMs)
            .orElse(now.toEpochMilli());
    MemberCondition condition =
        new MemberCondition(
            finding.type(), finding.status(), finding.reason(), finding.message(), sinceMs);
    last.put(finding.type(), condition);
    return condition;
  }
}

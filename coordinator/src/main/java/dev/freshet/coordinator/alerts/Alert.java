// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that is wrong, over time. Immutable.
 *
 * @param last as it was found when it was last wrong
 * @param raised whether it was wrong often enough to be told
 * @param agreeing how often in a row it was found to be other than {@code raised} says
 * @param since when it was raised; before that, when it was first found
 */
record Alert(Finding last, boolean raised, int agreeing, Instant since) {

  /** The schema {@code Alert} of the API document. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", last.name());
    json.put("kind", last.kind().text());
    json.put("subject", last.subject());
    json.put("severity", last.kind().severity().text());
    json.put("state", raised ? "raised" : "pending");
    json.put("value", rounded(last.value()));
    json.put("threshold", last.threshold());
    json.put("since", since.toString());
    json.put("message", last.message());
    return json;
  }

  private static double rounded(double value) {
    return Math.round(10_000 * value) / 10_000.0;
  }
}

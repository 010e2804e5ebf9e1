// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.rule;

import dev.freshet.rules.target.OnMissing;
import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written, before it is checked against regions and event schemas. Immutable and
 * safe for any thread.
 *
 * @param id unique in its set
 * @param description for people, or null
 * @param event an event type, or a prefix of types with {@code .*} at its end
 * @param condition CEL, or null
 * @param outputs what it invalidates
 * @param mode what becomes of the targets
 * @param onMissing what happens if an event lacks a field of an output
 * @param timing when commands are sent
 * @param rate how many commands may be sent, or null for any number
 * @param expires the last day on which it matches, or null
 * @param labels for people and tools
 */
public record RuleDefinition(
    Scalar id,
    @Nullable Scalar description,
    Scalar event,
    @Nullable Scalar condition,
    List<OutputDefinition> outputs,
    Mode mode,
    OnMissing onMissing,
    Timing timing,
    @Nullable Rate rate,
    @Nullable Expiry expires,
    Map<String, String> labels) {

  public RuleDefinition {
    outputs = List.copyOf(outputs);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * When commands are sent.
   *
   * @param coalesce how long a command is held back and merged with others; zero: not at all
   * @param repeatAfter how long afterwards it is sent once more; zero: not at all
   */
  public record Timing(Duration coalesce, Duration repeatAfter) {
    /** At once, and once. */
    public static final Timing AT_ONCE = new Timing(Duration.ZERO, Duration.ZERO);
  }

  /**
   * A day, and where it stands.
   *
   * @param day the last on which the rule matches, in UTC
   */
  public record Expiry(LocalDate day, Scalar text) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A warm-up job, as a rule file declares it. Immutable and safe for any thread.
 *
 * @param ruleSet the set that declares it
 * @param id unique in its set
 * @param description for people, or null
 * @param region the name of the region to warm, which may be one of another set
 * @param priority which job goes first
 * @param trigger what makes it run
 * @param keys where its keys come from
 * @param work how much is done at a time
 * @param ttlJitter how far the ends of the warmed entries are spread; empty: as the region says
 * @param misfire what becomes of a run that nobody was there for
 * @param dependsOn ids of jobs of the same set that must have finished before
 * @param holdReady until when a node that joins is not ready, or null
 * @param labels for people and tools
 */
public record JobDefinition(
    String ruleSet,
    Scalar id,
    @Nullable Scalar description,
    Scalar region,
    Priority priority,
    Trigger trigger,
    KeySource keys,
    Work work,
    OptionalDouble ttlJitter,
    Misfire misfire,
    List<Scalar> dependsOn,
    @Nullable HoldReady holdReady,
    Map<String, String> labels) {

  public JobDefinition {
    dependsOn = List.copyOf(dependsOn);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** Which job goes first if there is work for several. */
  public enum Priority {
    HIGH,
    MEDIUM,
    LOW
  }

  /** What becomes of a run that was due while no coordinator ran. */
  public enum Misfire {
    RUN_ONCE,
    SKIP
  }

  /**
   * How much is done at a time.
   *
   * @param batchSize keys per task
   * @param concurrency tasks of a worker at the same time
   * @param keysPerSecond that the source is asked for at most, over all workers; 0: no limit
   * @param timeout after which a task is given up
   * @param retry what happens to keys whose load fails
   * @param maxKeys keys beyond these are left out
   */
  public record Work(
      int batchSize,
      int concurrency,
      long keysPerSecond,
      Duration timeout,
      Retry retry,
      long maxKeys) {}

  /**
   * What happens to keys whose load fails.
   *
   * @param attempts how often a load is tried in all
   * @param backoff the first pause; each further one is twice as long
   * @param maxBackoff the longest pause
   */
  public record Retry(int attempts, Duration backoff, Duration maxBackoff) {
    /** What a job that says nothing gets. */
    public static final Retry DEFAULT =
        new Retry(3, Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  /**
   * Keeps a node that joins from being ready.
   *
   * @param share of the keys that must be warm
   * @param atMost how long it may take
   */
  public record HoldReady(double share, Duration atMost) {}
}

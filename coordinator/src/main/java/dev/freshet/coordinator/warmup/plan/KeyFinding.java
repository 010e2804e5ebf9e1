// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.history.AccessHistory;
import dev.freshet.coordinator.warmup.history.HotReports;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.values.Target;
import dev.freshet.rules.job.InvalidatedKeys;
import dev.freshet.rules.job.InvalidatedKeys.Found;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.yaml.Scalar;
import java.util.List;
import java.util.Optional;

/** Which keys a job is about, as far as a planner can tell. */
final class KeyFinding {
  private final HotReports reports;
  private final AccessHistory history;

  KeyFinding(HotReports reports, AccessHistory history) {
    this.reports = reports;
    this.history = history;
  }

  /** Whether a worker has to list the keys of a job. */
  static boolean isListed(KeySource source) {
    return source instanceof KeySource.Jdbc || source instanceof KeySource.Http;
  }

  /**
   * The keys that a job is about now; of one whose keys a worker lists, none. What was invalidated
   * is not known here: instead of it stands what is read most.
   */
  List<String> now(JobDefinition job, Situation now) {
    String region = job.region().text();
    KeySource source = job.keys();
    if (source instanceof KeySource.Listed listed) {
      return listed.keys().stream().map(Scalar::text).toList();
    } else if (source instanceof KeySource.Hottest hottest) {
      return first(reports.hottest(region), hottest.count());
    } else if (source instanceof KeySource.Predicted predicted) {
      return first(history.predict(region, now.wall()), predicted.count());
    } else if (source instanceof KeySource.Peers) {
      return ofPeers(region, now.world());
    }
    return source instanceof KeySource.Invalidated ? reports.hottest(region) : List.of();
  }

  private static List<String> first(List<String> keys, long count) {
    return keys.subList(0, (int) Math.min(keys.size(), count));
  }

  /** A reporter is called after its member and region. */
  private List<String> ofPeers(String region, World world) {
    return reports.hottest(
        region,
        reporter ->
            reporter.endsWith("/" + region)
                && world
                    .members()
                    .isLive(reporter.substring(0, reporter.length() - region.length() - 1)));
  }

  /**
   * The keys that a job is about because a rule has invalidated something. What nodes have served
   * most is as of now, before they say what is left of it.
   *
   * @param first whether it is the first target since the job ran last
   * @return empty if the job has nothing to do with the target; without keys if they are found when
   *     it runs
   */
  Optional<List<String>> after(JobDefinition job, Target target, boolean first, Situation now) {
    KeySource source = job.keys();
    if (source instanceof KeySource.Invalidated) {
      return invalidated(job.region().text(), target, now.world()).filter(keys -> !keys.isEmpty());
    }
    boolean before = source instanceof KeySource.Hottest || source instanceof KeySource.Peers;
    return Optional.of(before && first ? now(job, now) : List.of());
  }

  private Optional<List<String>> invalidated(String region, Target target, World world) {
    Optional<RegionDefinition> definition = world.jobs().region(region);
    Optional<InvalidatedKeys> keys = world.jobs().invalidated(region);
    if (definition.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    Found found = keys.get().of(target);
    if (found instanceof Found.Exactly exactly) {
      return Optional.of(List.of(exactly.key()));
    } else if (found instanceof Found.Fitting fitting) {
      return Optional.of(reports.fitting(region, definition.get().key(), fitting.values()));
    }
    return found instanceof Found.Whole ? Optional.of(reports.hottest(region)) : Optional.empty();
  }

  /** The keys of a region that are read most: what is warmed if there are too many targets. */
  List<String> instead(JobDefinition job) {
    return reports.hottest(job.region().text());
  }

  /** Whether the keys of a job after a rule are those that are found when the rule fires. */
  static boolean isFoundBefore(KeySource source) {
    return source instanceof KeySource.Invalidated
        || source instanceof KeySource.Hottest
        || source instanceof KeySource.Peers;
  }

  /** Why a job found no key, for people. */
  static String noKeys(KeySource source) {
    if (source instanceof KeySource.Hottest || source instanceof KeySource.Peers) {
      return "no keys: no node has said lately which keys of the region it serves";
    }
    return source instanceof KeySource.Predicted
        ? "no keys: nothing was read at this hour on earlier days"
        : "no keys";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.peers.PeerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node that was cut off from bus and Redis for 5 s serves nothing stale from when it says that it
 * has heard of everything, and loads little else again than what has changed.
 */
public final class CutSuite implements Suite {
  private static final String CLOSED_STALE = "stale once its closed time is behind the changes";
  private static final String CLOSED_AFTER = "closed time behind the changes after";
  private static final String RELOADS = "reloads";
  private static final String SLOWEST = "slowest read";

  /** What may be loaded again, in changes. */
  private static final double RELOADS_PER_CHANGE = 1.1;

  private static final int MOST_KEYS = 10_000;
  private static final int KEYS_PER_ENTRY = 20;
  private static final int FEW = 5;
  private static final int SHARE_OF_MANY = 10;
  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final Duration HARDLY = Duration.ofMillis(500);

  private final List<Contestant> contestants;

  /**
   * Beside those with Redis. A member of Hazelcast that is cut off makes a cluster of its own, with
   * a memory of its own: that is another fault.
   */
  public CutSuite() {
    this(
        List.of(
            Contestant.freshet(),
            Contestant.beside(PeerKind.REDISSON_NONE),
            Contestant.beside(PeerKind.REDISSON_CLEAR),
            Contestant.beside(PeerKind.REDISSON_LOAD),
            Contestant.beside(PeerKind.JETCACHE),
            Contestant.beside(PeerKind.LETTUCE)));
  }

  CutSuite(List<Contestant> contestants) {
    this.contestants = contestants;
  }

  @Override
  public String name() {
    return "cut";
  }

  @Override
  public String title() {
    return "a reader is cut off from bus and Redis for 5 s while keys change that it holds: what it"
        + " serves afterwards";
  }

  /** One takes half a minute, and hardly varies. */
  @Override
  public int rounds(Effort effort) {
    return effort.fewRounds();
  }

  @Override
  public Trials open(Effort effort) {
    List<Duration> checks = checks(effort);
    Duration length = checks.size() > 1 ? LENGTH : HARDLY;
    Cut cut = new Cut(contestants, groups(effort), length, checks);
    Cuts cuts = new Cuts(cut);
    List<Trial> trials = new ArrayList<>();
    for (CutOff each : cut.all()) {
      trials.add(trial(each, trials.size(), cuts, checks));
    }
    return Trials.of(trials, cut::close);
  }

  /** Most of the time goes into loading them; few changes cost what many cost, and less. */
  private static List<Keys> groups(Effort effort) {
    int keys = Math.min(MOST_KEYS, effort.maxEntries() / KEYS_PER_ENTRY);
    Keys many = new Keys("many", keys, keys / SHARE_OF_MANY);
    return effort.fills() < Effort.FULL.fills()
        ? List.of(many)
        : List.of(new Keys("few", keys, FEW), many);
  }

  /** The longer the measurement may take, the longer something stale may come to light. */
  private static List<Duration> checks(Effort effort) {
    Duration window = Pace.window(effort);
    return Stream.of(1, 10, 60)
        .filter(seconds -> seconds <= 1 || window.toMillis() * 6 >= seconds * 1000L)
        .map(Duration::ofSeconds)
        .toList();
  }

  private static Trial trial(CutOff each, int number, Cuts cuts, List<Duration> checks) {
    Keys keys = each.keys();
    String subject =
        "%s, %,d of %,d changed".formatted(each.contestant().title(), keys.changing(), keys.all());
    return new Trial(subject, claims(each, checks), () -> readings(cuts.next(number), checks));
  }

  private static List<Claim> claims(CutOff each, List<Duration> checks) {
    boolean isHeld = each.contestant().isHeld();
    List<Claim> claims = new ArrayList<>();
    for (Duration check : checks) {
      Claim stale = Claim.of(stale(check), "reads");
      // Until its closed time says so, it need not have heard of anything.
      claims.add(isHeld && check.toSeconds() > 1 ? stale.atMost(0) : stale);
    }
    Claim reloads = Claim.of(RELOADS, "loads");
    claims.add(isHeld ? reloads.atMost(RELOADS_PER_CHANGE * each.keys().changing()) : reloads);
    claims.add(Claim.of(SLOWEST, "ms"));
    if (isHeld) {
      claims.add(Claim.of(CLOSED_STALE, "reads").atMost(0));
      claims.add(Claim.of(CLOSED_AFTER, "s"));
    }
    return claims;
  }

  private static String stale(Duration check) {
    return "stale %d s after the cut".formatted(check.toSeconds());
  }

  private static List<Reading> readings(Cut.Result result, List<Duration> checks) {
    List<Reading> readings = new ArrayList<>();
    for (int check = 0; check < checks.size(); check++) {
      readings.add(new Reading(stale(checks.get(check)), result.outcome().stale().get(check)));
    }
    readings.add(new Reading(RELOADS, result.outcome().reloads()));
    readings.add(new Reading(SLOWEST, result.outcome().slowestMs()));
    result
        .closed()
        .ifPresent(
            closed -> {
              readings.add(new Reading(CLOSED_STALE, closed.stale()));
              readings.add(new Reading(CLOSED_AFTER, closed.seconds()));
            });
    return readings;
  }
}

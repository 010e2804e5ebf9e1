// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.history.AccessHistory;
import dev.freshet.coordinator.warmup.history.HotReports;
import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RuleFired;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.registry.keeping.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans warm-up runs: a fold over all that it hears and the passing of time, which answers with
 * what is to be done. It hands out tasks, follows how they go, and says how each run is doing.
 *
 * <p>Whatever it hears twice changes nothing the second time. What it has to know after a restart
 * is stored as {@link Note}s, in an order in which a crash between two of them loses no key: it may
 * make some be warmed twice. One thread.
 */
public final class Planner {
  /** How often what changes all the time is written. */
  static final Duration WRITE_EVERY = Duration.ofMillis(500);

  /** How often it is counted what is read. */
  static final Duration OBSERVE_EVERY = Duration.ofMinutes(5);

  private static final Duration TIDY_EVERY = Duration.ofSeconds(10);
  private static final Duration LOOK_FOR_LOST_EVERY = Duration.ofSeconds(1);

  private final String name;
  private final Ledger ledger;
  private final Runs runs;
  private final HotReports reports;
  private final AccessHistory history;
  private final Collecting collecting;
  private final Timetable timetable;
  private final Orders orders;
  private final Tidings tidings;
  private final Dispatch dispatch;

  private final Recurring writing = new Recurring(WRITE_EVERY);
  private final Recurring observing = new Recurring(OBSERVE_EVERY);
  private final Recurring tidying = new Recurring(TIDY_EVERY);
  private final Recurring searching = new Recurring(LOOK_FOR_LOST_EVERY);

  private Planner(String name, Restored restored, Ledger ledger) {
    this.name = name;
    this.ledger = ledger;
    this.runs = restored.runs();
    this.reports = restored.reports();
    this.history = restored.history();
    this.collecting = restored.collecting();
    this.timetable = restored.timetable();
    this.orders = new Orders(ledger, runs);
    this.tidings = new Tidings(ledger, runs);
    this.dispatch = new Dispatch(ledger, runs, timetable, restored.finding());
  }

  /**
   * A planner that goes on where another has left off.
   *
   * @param name in what it writes
   * @param notes what the other has stored
   */
  public static Planner restore(String name, Map<String, Note> notes, Moment now) {
    Ledger ledger = new Ledger();
    return new Planner(name, Restored.from(notes, ledger, now), ledger);
  }

  /** Somebody says something. */
  public List<PlanChange> heard(WarmupMessage message, Moment moment, World world) {
    Situation now = new Situation(moment, world);
    Object content = message.getContent();
    if (content instanceof RuleFired fired) {
      // No run begins before the next tick.
      collecting.fired(fired, now);
      return ledger.take();
    }
    if (content instanceof TaskReport report) {
      tidings.reported(report, now);
    } else if (content instanceof KeysListed page) {
      tidings.listed(page, now);
    } else if (content instanceof StartRun order) {
      orders.start(order, now);
    } else if (content instanceof CancelRun order) {
      orders.cancel(order, now);
    } else if (content instanceof RetryRun order) {
      orders.retry(order, now);
    }
    dispatch.advance(now);
    return settled(/* all= */ false);
  }

  /** A node says which keys of a region it has served most. */
  public List<PlanChange> reported(HotKeys hot, Moment moment) {
    String reporter = hot.getService() + "/" + hot.getInstance() + "/" + hot.getRegion();
    List<String> keys =
        hot.getKeys().subList(0, Math.min(hot.getKeys().size(), HotReports.MOST_KEYS));
    reports
        .heard(reporter, hot.getRegion(), keys, moment.uptime())
        .forEach(each -> ledger.drop(NoteKeys.hot(each)));
    ledger.store(NoteKeys.hot(reporter), new Note.OfHotKeys(hot.getRegion(), keys));
    return ledger.take();
  }

  /**
   * What a node has said does not hold any more.
   *
   * @param reporter as {@code service/instance/region}
   */
  public List<PlanChange> withdrawn(String reporter) {
    reports.forget(reporter);
    ledger.drop(NoteKeys.hot(reporter));
    return ledger.take();
  }

  /** Time has passed; belongs called several times a second. */
  public List<PlanChange> tick(Moment moment, World world) {
    Situation now = new Situation(moment, world);
    timetable.tick(now);
    collecting.tick(now);
    dispatch.prepare(now);
    if (searching.isDue(now.uptime())) {
      dispatch.findLost(now);
    }
    if (observing.isDue(now.uptime())) {
      observe(now);
    }
    dispatch.advance(now);
    boolean all = writing.isDue(now.uptime());
    List<PlanChange> changes = settled(all);
    if (all && tidying.isDue(now.uptime())) {
      tidy(now);
      changes.addAll(ledger.take());
    }
    return changes;
  }

  private void observe(Situation now) {
    for (String region : now.world().jobs().predicted()) {
      List<String> hottest = reports.hottest(region);
      if (!hottest.isEmpty()) {
        ledger.store(
            NoteKeys.hour(region, AccessHistory.hourOfWeek(now.wall())),
            new Note.OfHour(history.observe(region, hottest, now.wall())));
      }
    }
  }

  private void tidy(Situation now) {
    runs.tidy(now);
    timetable.tidy(now);
    reports.age(now.uptime()).forEach(reporter -> ledger.drop(NoteKeys.hot(reporter)));
  }

  /** Stores and writes the runs that have changed. */
  private List<PlanChange> settled(boolean all) {
    for (Run run : runs.active()) {
      run.store();
      if (run.isToBeWritten(all)) {
        run.written();
        ledger.add(new PlanChange.Written(Forms.run(run, name)));
      }
    }
    return ledger.take();
  }

  /** How all known runs are doing, for whoever has not heard of it. */
  public List<PlanChange> everything() {
    for (Run run : runs.all()) {
      ledger.add(new PlanChange.Written(Forms.run(run, name)));
    }
    return ledger.take();
  }

  /** How much there is to do. */
  public Figures figures(Moment now) {
    return Figures.of(runs.active(), runs.waitingKeys(), now.wall());
  }

  /** Something to be done again and again, the first time at once. */
  private static final class Recurring {
    private final Duration distance;
    private @Nullable Duration done;

    Recurring(Duration distance) {
      this.distance = distance;
    }

    /** Whether it is time; then it counts as done. */
    boolean isDue(Duration now) {
      if (done != null && now.minus(done).compareTo(distance) < 0) {
        return false;
      }
      done = now;
      return true;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.coordinator.rulesets.meters.RuleMeters;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.Issue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force. Takes records one by one as they come from the rules topic, and compiles all
 * that came when the book is next asked for: so that sets which are read at start, in whatever
 * order, are compiled together, and none before {@link #caughtUp}.
 *
 * <p>Safe for any thread. {@link #book} blocks while another thread compiles: no event is mapped by
 * rules that are known to be old.
 */
public final class RuleBooks {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBooks.class);

  private final RuleMeters meters;
  private final Consumer<@Nullable MappingControl> onControl;
  private final Queue<RuleChange> changes = new ConcurrentLinkedQueue<>();

  // Guarded by this.
  private final Map<String, RuleSource> latest = new LinkedHashMap<>();
  private final Set<RuleSource> refused = new HashSet<>();
  private final RevisionLog history = new RevisionLog();
  private final Map<String, Long> removals = new HashMap<>();

  // Written under the lock; volatile, so that the way of every event takes none.
  private volatile boolean changed;
  private volatile RuleBook book = RuleBook.empty();

  /** Volatile: set by the thread that reads, seen by all. */
  private volatile boolean caughtUp;

  /** No rules yet, and nobody who wants to hear of pauses. */
  public RuleBooks(MeterRegistry meters) {
    this(meters, control -> {});
  }

  /**
   * No rules yet.
   *
   * @param onControl hears whether the mapping is to pause, in the order in which it stands between
   *     the revisions; on the thread that calls {@link #read}
   */
  public RuleBooks(MeterRegistry meters, Consumer<@Nullable MappingControl> onControl) {
    this.meters = new RuleMeters(meters);
    this.onControl = onControl;
  }

  /**
   * All that stood in the topic at the start has come. Before, a set would be refused for want of
   * another that is still to come.
   */
  public void caughtUp() {
    caughtUp = true;
  }

  /** Whether the rules in force are known. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /**
   * The rules in force: one immutable snapshot, with all revisions that have come; none as long as
   * not all have that stood in the topic at the start.
   */
  public RuleBook book() {
    if (changed && caughtUp) {
      compile();
    }
    return book;
  }

  /**
   * Takes a record of the rules topic. What is wrong with it is reported as a refusal; what came
   * before it stays.
   *
   * @param value null to take back what the key said
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked;
   *     then the record has no effect
   */
  public void read(AvroCodec codec, RecordAddress at, String key, byte @Nullable [] value) {
    new RuleRecordReader(codec, new Changes()).read(at, key, value);
  }

  /** Notes a revision that is none. */
  public void refuse(String ruleSet, long revision, String message) {
    LOG.error("Rule set refused: ruleSet={} revision={} {}", ruleSet, revision, message);
    meters.refused(ruleSet);
    changes.add(new RuleChange.Refused(ruleSet, revision, message));
  }

  /** The oldest change that is not reported yet, or null. */
  public @Nullable RuleChange unreported() {
    return changes.peek();
  }

  /** Ends the change's wait. Two that report at once may both report it. */
  public void reported(RuleChange change) {
    changes.remove(change);
  }

  private synchronized void compile() {
    if (!changed) {
      return;
    }
    RuleBook before = book;
    try {
      Compilation next = before.update(latest.values(), history.newestFirst());
      book = next.book();
      report(before, next);
    } catch (RuntimeException e) {
      // A fault of the compiler must not stop the rules that run.
      LOG.error("Rules not compiled, the running ones stay: ruleSets={}", latest.keySet(), e);
    } finally {
      // Last: who finds it unset takes the book without the lock, and must find the new one.
      changed = false;
    }
  }

  private void report(RuleBook before, Compilation next) {
    List<RuleSource> now = next.book().sources();
    refused.retainAll(latest.values());
    for (RuleSource source : latest.values()) {
      if (!now.contains(source) && refused.add(source)) {
        refuse(source.name(), source.revision(), message(next, source.name()));
      }
    }
    Set<RuleSource> old = new HashSet<>(before.sources());
    for (RuleSource source : now) {
      if (!old.contains(source)) {
        applied(source.name(), source.revision());
      }
    }
    reportRemovals(next);
    meters.show(next);
  }

  /** The record that names a removal stands before the one that does it, and may come alone. */
  private void reportRemovals(Compilation next) {
    Set<String> running =
        next.book().sources().stream().map(RuleSource::name).collect(Collectors.toSet());
    removals
        .entrySet()
        .removeIf(
            removal -> {
              String name = removal.getKey();
              if (latest.containsKey(name)) {
                return false;
              }
              if (running.contains(name)) {
                refuse(name, removal.getValue(), message(next, name));
              } else {
                applied(name, removal.getValue());
              }
              return true;
            });
  }

  private void applied(String ruleSet, long revision) {
    LOG.info("Rule set in force: ruleSet={} revision={}", ruleSet, revision);
    changes.add(new RuleChange.Applied(ruleSet, revision));
  }

  private static String message(Compilation compilation, String ruleSet) {
    List<Issue> issues = compilation.issues().getOrDefault(ruleSet, List.of());
    String errors =
        issues.stream()
            .filter(Issue::isError)
            .map(Issue::toString)
            .collect(Collectors.joining("\n"));
    return errors.isEmpty() ? "would break another rule set that is in force" : errors;
  }

  /** Takes what records say under the lock, and compiles nothing. */
  private final class Changes implements RuleRecordReader.Listener {
    @Override
    public void current(RuleSetRevision revision) {
      synchronized (RuleBooks.this) {
        latest.put(revision.getName(), RuleKeys.source(revision));
        removals.remove(revision.getName());
        changed = true;
      }
    }

    @Override
    public void removed(String ruleSet) {
      LOG.info("Rule set removed: ruleSet={}", ruleSet);
      synchronized (RuleBooks.this) {
        latest.remove(ruleSet);
        history.removeAll(ruleSet);
        changed = true;
      }
    }

    @Override
    public void archived(RuleSetRevision revision) {
      synchronized (RuleBooks.this) {
        if (revision.getRemoved()) {
          // Stays when the tombstone behind it, which ends the set, is compacted away.
          history.removeAll(revision.getName());
          removals.put(revision.getName(), revision.getRevision());
        } else {
          history.add(RuleKeys.source(revision));
        }
      }
    }

    @Override
    public void forgotten(String ruleSet, long revision) {
      synchronized (RuleBooks.this) {
        history.remove(ruleSet, revision);
      }
    }

    @Override
    public void control(@Nullable MappingControl control) {
      onControl.accept(control);
    }

    @Override
    public void unreadable(String key, long revision, String message) {
      refuse(key, revision, message);
      synchronized (RuleBooks.this) {
        RuleSource newest = history.newest(key);
        if (newest != null && latest.putIfAbsent(key, newest) == null) {
          changed = true;
        }
      }
    }
  }
}

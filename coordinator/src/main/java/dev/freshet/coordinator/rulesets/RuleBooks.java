// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.Issue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force. Takes revisions one by one as they come from the rules topic, and compiles
 * all that came when the book is next asked for: so that sets which are read at start, in whatever
 * order, are compiled together.
 *
 * <p>Safe for any thread. {@link #book} blocks while another thread compiles: no event is mapped by
 * rules that are known to be old.
 */
public final class RuleBooks {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBooks.class);

  private final MeterRegistry meters;
  private final MultiGauge revisions;
  private final Queue<RuleChange> changes = new ConcurrentLinkedQueue<>();

  // Guarded by this.
  private final Map<String, RuleSource> latest = new LinkedHashMap<>();
  private final Set<RuleSource> refused = new HashSet<>();

  // Written under the lock; volatile, so that the way of every event takes none.
  private volatile boolean changed;
  private volatile RuleBook book = RuleBook.empty();

  /** No rules yet. */
  public RuleBooks(MeterRegistry meters) {
    this.meters = meters;
    this.revisions =
        MultiGauge.builder("freshet.rule.revision")
            .description("Revision of each rule set in force")
            .register(meters);
  }

  /** The rules in force: one immutable snapshot, with all revisions that have come. */
  public RuleBook book() {
    if (changed) {
      compile();
    }
    return book;
  }

  /** The newest revision of a set. */
  public synchronized void put(RuleSource source) {
    latest.put(source.name(), source);
    changed = true;
  }

  /** A set is no more. */
  public synchronized void remove(String ruleSet) {
    latest.remove(ruleSet);
    changed = true;
  }

  /** Notes a revision that is none: what came before stays. */
  public void refuse(String ruleSet, long revision, String message) {
    LOG.error("Rule set refused: ruleSet={} revision={} {}", ruleSet, revision, message);
    Counter.builder("freshet.rule.refusals")
        .description("Revisions of rule sets that were refused")
        .tag("ruleset", ruleSet)
        .register(meters)
        .increment();
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
      Compilation next = before.update(latest.values());
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
    Set<RuleSource> old = new HashSet<>(before.sources());
    Set<RuleSource> now = new HashSet<>(next.book().sources());
    refused.retainAll(latest.values());
    for (RuleSource source : latest.values()) {
      if (!now.contains(source)) {
        if (refused.add(source)) {
          refuse(source.name(), source.revision(), message(next, source.name()));
        }
      } else if (!old.contains(source)) {
        LOG.info("Rule set in force: ruleSet={} revision={}", source.name(), source.revision());
        changes.add(new RuleChange.Applied(source.name(), source.revision()));
      }
    }
    revisions.register(
        next.book().sources().stream()
            .map(source -> MultiGauge.Row.of(Tags.of("ruleset", source.name()), source.revision()))
            .collect(Collectors.<MultiGauge.Row<?>>toList()),
        true);
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
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.rules.RegionCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is new of the rules in force, and reads them only if something is. One thread. */
final class RulesNews {
  private static final Logger LOG = LoggerFactory.getLogger(RulesNews.class);
  private static final long NEVER = -1;

  private final LongSupplier changes;
  private final Supplier<RulesInForce> reader;
  private RulesInForce last = new RulesInForce(RegionCatalog.of(List.of()), List.of(), Map.of());
  private long seen = NEVER;
  private boolean failed;

  /**
   * News of rules.
   *
   * @param changes another number after every change, 0 or above; cheap
   * @param reader the rules as they are; includes all changes that were counted before
   */
  RulesNews(LongSupplier changes, Supplier<RulesInForce> reader) {
    this.changes = changes;
    this.reader = reader;
  }

  /** The rules as they were read last; without regions before they were. */
  RulesInForce last() {
    return last;
  }

  /** The rules, if their revisions are others than the last time. */
  Optional<RulesInForce> look() {
    long now = changes.getAsLong();
    if (now == seen) {
      return Optional.empty();
    }
    RulesInForce found = reader.get();
    boolean isNew = !found.revisions().equals(last.revisions());
    last = found;
    seen = now;
    return isNew ? Optional.of(found) : Optional.empty();
  }

  /** As {@link #look}, for a taker; what fails is logged, and tried again the next time. */
  void pass(Consumer<RulesInForce> taker) {
    RulesInForce before = last;
    try {
      look().ifPresent(found -> hand(found, taker));
      failed = false;
    } catch (RuntimeException e) {
      last = before;
      seen = NEVER;
      if (!failed) {
        LOG.warn("Rules in force not taken over, those of {} stand", before.revisions(), e);
      }
      failed = true;
    }
  }

  private static void hand(RulesInForce found, Consumer<RulesInForce> taker) {
    taker.accept(found);
    LOG.info("Rules in force: {}", found.revisions());
  }
}

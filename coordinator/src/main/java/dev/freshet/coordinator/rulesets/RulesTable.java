// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules topic as a publisher has read it. Not safe for use by several threads. */
final class RulesTable implements RuleRecordReader.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RulesTable.class);

  private final Map<String, RuleSetRevision> current = new LinkedHashMap<>();
  private final Map<String, TreeMap<Long, RuleSetRevision>> history = new LinkedHashMap<>();
  private final Set<String> damaged = new HashSet<>();
  private @Nullable MappingControl control;

  /** The current revisions, in the order in which they were written. */
  Collection<RuleSetRevision> current() {
    return current.values();
  }

  /** The current revision of a set, or null. */
  @Nullable RuleSetRevision current(String ruleSet) {
    return current.get(ruleSet);
  }

  /** Whether the record of the current revision is to be replaced, even by the same text. */
  boolean isDamaged(String ruleSet) {
    return damaged.contains(ruleSet);
  }

  /** What the history has of a set, by number. */
  NavigableMap<Long, RuleSetRevision> kept(String ruleSet) {
    return history.getOrDefault(ruleSet, new TreeMap<>());
  }

  /** The names of all sets that are there, or were. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(history.keySet());
    names.addAll(current.keySet());
    return names;
  }

  RuleSetHistory history(String ruleSet) {
    TreeMap<Long, RuleSetRevision> all = new TreeMap<>(kept(ruleSet));
    RuleSetRevision now = current.get(ruleSet);
    if (now != null) {
      all.put(now.getRevision(), now);
    }
    return new RuleSetHistory(
        ruleSet,
        now == null ? 0 : now.getRevision(),
        new ArrayList<>(all.descendingMap().values()));
  }

  /** The last word on pauses, or null if there is none. */
  @Nullable MappingControl control() {
    return control;
  }

  /** Whether all that a draft writes stands here, whatever came later. */
  boolean holds(Draft draft) {
    return draft.writes().stream()
        .map(Draft.Write::value)
        .flatMap(Stream::ofNullable)
        .allMatch(this::holds);
  }

  private boolean holds(SpecificRecord value) {
    return value instanceof RuleSetRevision revision
        ? revision.equals(kept(revision.getName()).get(revision.getRevision()))
        : value.equals(control);
  }

  /** Numbers are never used again, not even after a removal. */
  long nextRevision(String ruleSet) {
    List<RuleSetRevision> all = history(ruleSet).revisions();
    return all.isEmpty() ? 1 : all.get(0).getRevision() + 1;
  }

  @Override
  public void current(RuleSetRevision revision) {
    damaged.remove(revision.getName());
    current.remove(revision.getName());
    current.put(revision.getName(), revision);
  }

  @Override
  public void removed(String ruleSet) {
    damaged.remove(ruleSet);
    current.remove(ruleSet);
  }

  @Override
  public void archived(RuleSetRevision revision) {
    history
        .computeIfAbsent(revision.getName(), name -> new TreeMap<>())
        .put(revision.getRevision(), revision);
  }

  @Override
  public void forgotten(String ruleSet, long revision) {
    kept(ruleSet).remove(revision);
  }

  @Override
  public void control(@Nullable MappingControl next) {
    control = next;
  }

  /** As with coordinators, what came before stays; but it has to be written again. */
  @Override
  public void unreadable(String key, long revision, String message) {
    LOG.warn("Rules record left out: key={} revision={} {}", key, revision, message);
    if (key.equals(RuleKeys.CONTROL)) {
      control = null;
      return;
    }
    damaged.add(key);
    NavigableMap<Long, RuleSetRevision> own = kept(key);
    if (!own.isEmpty() && !own.lastEntry().getValue().getRemoved()) {
      current.putIfAbsent(key, own.lastEntry().getValue());
    }
  }
}

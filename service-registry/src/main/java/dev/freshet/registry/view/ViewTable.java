// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts entries and heartbeats together as they come. A heartbeat counts if it is of the incarnation
 * that is registered; one that comes before its entry waits for it, for the topics are read side by
 * side. For one thread.
 */
final class ViewTable {
  /** Who sends heartbeats and never registers must not fill the memory. */
  private static final int MOST_STRANGERS = 10_000;

  private final TreeMap<MemberId, MemberView> members = new TreeMap<>();

  @SuppressWarnings("serial") // the table of the moment is never written
  private final Map<MemberId, Heard> strangers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MemberId, Heard> eldest) {
          return size() > MOST_STRANGERS;
        }
      };

  private Optional<ObserverStatus> observer = Optional.empty();
  private boolean changed = true;

  /** What the registry says of a member; null if it is forgotten. */
  void entry(MemberId id, @Nullable RegistryEntry entry) {
    changed = true;
    if (entry == null) {
      members.remove(id);
      strangers.remove(id);
      return;
    }
    members.put(id, new MemberView(id, entry, heard(id, entry)));
  }

  private Optional<Heard> heard(MemberId id, RegistryEntry entry) {
    MemberView before = members.get(id);
    if (before != null && before.heard().filter(heard -> isOf(entry, heard)).isPresent()) {
      return before.heard();
    }
    Heard early = strangers.get(id);
    if (early != null && isOf(entry, early)) {
      strangers.remove(id);
      return Optional.of(early);
    }
    return Optional.empty();
  }

  /** A member was heard. */
  void heartbeat(MemberId id, Heartbeat heartbeat, Instant storedAt) {
    Heard heard = new Heard(heartbeat, storedAt);
    MemberView member = members.get(id);
    if (member == null || !isOf(member.entry(), heard)) {
      strangers.put(id, heard);
    } else if (isNewer(heartbeat, member)) {
      members.put(id, new MemberView(id, member.entry(), Optional.of(heard)));
      changed = true;
    }
  }

  private static boolean isOf(RegistryEntry entry, Heard heard) {
    return entry.getRegistration().getIncarnation().equals(heard.heartbeat().getIncarnation());
  }

  private static boolean isNewer(Heartbeat heartbeat, MemberView member) {
    return member
        .heard()
        .filter(last -> last.heartbeat().getSequence() >= heartbeat.getSequence())
        .isEmpty();
  }

  /** What the observer says of itself; null if it takes that back. */
  void observer(@Nullable ObserverStatus status) {
    observer = Optional.ofNullable(status);
    changed = true;
  }

  /** Whether there is something that the last snapshot does not have. */
  boolean hasChanged() {
    return changed;
  }

  RegistrySnapshot snapshot() {
    changed = false;
    return new RegistrySnapshot(members, observer);
  }
}

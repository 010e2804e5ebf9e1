// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.values.Receipt;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All members at one moment. Immutable and safe for any thread.
 *
 * @param members by their ids, in order
 * @param observer what the observer says of itself, if it ever did
 */
public record RegistrySnapshot(
    SortedMap<MemberId, MemberView> members, Optional<ObserverStatus> observer) {

  /** Nobody. */
  public static final RegistrySnapshot EMPTY =
      new RegistrySnapshot(new TreeMap<>(), Optional.empty());

  public RegistrySnapshot {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  /** The members that are not gone. */
  public Stream<MemberView> live() {
    return members.values().stream().filter(each -> each.entry().getState() != MemberStatus.GONE);
  }

  /** The live members on which what is invalidated has to be applied. */
  public Stream<MemberView> nodes() {
    return live().filter(MemberView::isNode);
  }

  /** What is known of a member; empty if nothing is. */
  public Optional<MemberView> find(MemberId id) {
    return Optional.ofNullable(((Map<MemberId, MemberView>) members).get(id));
  }

  /** On which live nodes an event is applied, by what their heartbeats say. */
  public AppliedReport applied(Receipt receipt) {
    return FollowingNode.report(
        receipt, nodes().map(node -> FollowingNode.of(node, receipt)).toList());
  }
}

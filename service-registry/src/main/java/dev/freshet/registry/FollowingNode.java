// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.values.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A member with a cache, and how far it has come with the events of one source partition.
 *
 * @param id who it is
 * @param nextOffset all before this offset is applied there; 0 if it has not said
 * @param behind how far its cache was behind the log when it was last heard, if it knew
 */
record FollowingNode(MemberId id, long nextOffset, Optional<Duration> behind) {

  private static final Comparator<FollowingNode> BY_DELAY =
      Comparator.comparing(node -> node.behind().orElse(Duration.ZERO));

  /** How far a node has come, by its last heartbeat. */
  static FollowingNode of(MemberView node, Receipt receipt) {
    return new FollowingNode(
        node.id(),
        node.heard().map(heard -> nextOffset(heard, receipt)).orElse(0L),
        node.heard().flatMap(FollowingNode::behind));
  }

  private static long nextOffset(MemberView.Heard heard, Receipt receipt) {
    for (SourceApplied source : heard.heartbeat().getApplied()) {
      if (source.getPartition() == receipt.partition()
          && source.getTopic().equals(receipt.topic())) {
        return source.getNextOffset();
      }
    }
    return 0;
  }

  private static Optional<Duration> behind(MemberView.Heard heard) {
    return heard
        .heartbeat()
        .getClosedTimeMs()
        .map(closed -> Duration.between(Instant.ofEpochMilli(closed), heard.storedAt()))
        .map(behind -> behind.isNegative() ? Duration.ZERO : behind);
  }

  boolean hasApplied(Receipt receipt) {
    return nextOffset > receipt.offset();
  }

  /** What all nodes together say of an event. */
  static AppliedReport report(Receipt receipt, List<FollowingNode> nodes) {
    List<FollowingNode> waiting = nodes.stream().filter(node -> !node.hasApplied(receipt)).toList();
    Optional<FollowingNode> slowest =
        waiting.isEmpty()
            ? nodes.stream().max(BY_DELAY)
            : waiting.stream().min(Comparator.comparingLong(FollowingNode::nextOffset));
    return new AppliedReport(
        receipt,
        nodes.size() - waiting.size(),
        nodes.size(),
        waiting.stream().map(FollowingNode::id).toList(),
        slowest.map(FollowingNode::id),
        slowest.flatMap(FollowingNode::behind));
  }
}

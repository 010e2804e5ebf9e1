// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.CircuitClosed;
import dev.freshet.events.avro.CircuitOpened;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.NodeBlind;
import dev.freshet.events.avro.NodeDegraded;
import dev.freshet.events.avro.NodeDraining;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.NodeLeft;
import dev.freshet.events.avro.NodeLost;
import dev.freshet.events.avro.NodeRecovered;
import dev.freshet.events.avro.NodeSuspect;
import dev.freshet.registry.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What consumers hear of a member: the difference between before and after. Stateless. */
final class MemberReports {
  private final Member before;
  private final Member after;
  private final String node;
  private final String incarnation;
  private final List<SpecificRecord> reports = new ArrayList<>();

  private MemberReports(Member before, Member after) {
    this.before = before;
    this.after = after;
    this.node = after.id().toString();
    this.incarnation = after.incarnation();
  }

  /** The reports of a change, in the order in which they should be read. */
  static List<SpecificRecord> of(Member before, Member after) {
    MemberReports all = new MemberReports(before, after);
    all.joined();
    all.state();
    all.blindness();
    all.circuit();
    return all.reports;
  }

  private void joined() {
    if (after.health().hasRun() && !before.health().hasRun()) {
      reports.add(new NodeJoined(node, incarnation));
    }
  }

  private void state() {
    MemberState from = before.state();
    MemberState to = after.state();
    if (EntryForm.isSame(from, to) || to instanceof MemberState.Joining) {
      return;
    }
    if (to instanceof MemberState.Degraded degraded) {
      reports.add(degraded(degraded.condition()));
    } else if (to instanceof MemberState.Draining draining) {
      reports.add(new NodeDraining(node, incarnation, draining.reason()));
    } else if (to instanceof MemberState.Suspect suspect) {
      reports.add(new NodeSuspect(node, incarnation, suspect.silence().toMillis()));
    } else if (to instanceof MemberState.Gone gone) {
      reports.add(
          gone.left()
              ? new NodeLeft(node, incarnation)
              : new NodeLost(node, incarnation, gone.silence().toMillis()));
    } else if (!(from instanceof MemberState.Joining)) {
      reports.add(new NodeRecovered(node, incarnation, from.label()));
    }
  }

  private NodeDegraded degraded(MemberCondition broken) {
    return new NodeDegraded(
        node, incarnation, broken.getType(), broken.getReason(), broken.getMessage());
  }

  private void blindness() {
    boolean was = isSameStart() && before.health().blindness().isPresent();
    Optional<MemberCondition> is = after.health().blindness();
    if (!was && is.isPresent()) {
      reports.add(
          new NodeBlind(
              node,
              incarnation,
              after.health().closedTimeMs().orElse(null),
              is.get().getMessage()));
    } else if (was && is.isEmpty()) {
      reports.add(new NodeRecovered(node, incarnation, "Blind"));
    }
  }

  private void circuit() {
    boolean was = isSameStart() && before.health().circuitOpen();
    boolean is = after.health().circuitOpen();
    if (!was && is) {
      reports.add(new CircuitOpened(node, incarnation, "the circuit before its L2 store is open"));
    } else if (was && !is) {
      reports.add(new CircuitClosed(node, incarnation));
    }
  }

  /** What a start said does not end with it: its successor has nothing to take back. */
  private boolean isSameStart() {
    return before.incarnation().equals(after.incarnation());
  }
}

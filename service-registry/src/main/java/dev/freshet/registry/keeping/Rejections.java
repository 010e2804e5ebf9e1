// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.keeping.RegistryChange.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with what came in, in words. Stateless. */
final class Rejections {
  private Rejections() {}

  static RegistryChange notRegistered(MemberId id, String what) {
    return rejected(id, Reason.UNKNOWN_MEMBER, what + ": the member is not registered");
  }

  /** One if a member gets another lease than it asks for, and did not ask for it before. */
  static List<RegistryChange> leaseTaken(@Nullable Member before, Registration registration) {
    boolean isKnown =
        before != null && before.registration().getLease().equals(registration.getLease());
    return isKnown || Lease.of(registration.getLease()).grants(registration.getLease())
        ? List.of()
        : List.of(
            rejected(
                MemberId.of(registration),
                Reason.LEASE_OUT_OF_BOUNDS,
                "lease: " + Lease.bounds(registration.getLease())));
  }

  static RegistryChange unknown(MemberId id, @Nullable Member known, String incarnation) {
    return known == null
        ? notRegistered(id, "heartbeat")
        : rejected(
            id,
            Reason.UNKNOWN_INCARNATION,
            "heartbeat: found incarnation "
                + incarnation
                + ", expected "
                + known.incarnation()
                + ", which is registered");
  }

  static RegistryChange ended(Member known, String incarnation, String what) {
    return known.incarnation().equals(incarnation)
        ? rejected(
            known.id(),
            Reason.ALREADY_LEFT,
            what + ": incarnation " + incarnation + " has said goodbye")
        : replaced(known, incarnation, what);
  }

  static RegistryChange replaced(Member known, String incarnation, String what) {
    return rejected(
        known.id(),
        Reason.REPLACED_INCARNATION,
        what
            + ": found incarnation "
            + incarnation
            + ", which was replaced, expected "
            + known.incarnation());
  }

  static RegistryChange sequenceBack(MemberId id, Heartbeat heartbeat, long last) {
    return rejected(
        id,
        Reason.SEQUENCE_BACK,
        "heartbeat: found sequence " + heartbeat.getSequence() + ", expected more than " + last);
  }

  static RegistryChange clockOff(Member member) {
    return rejected(
        member.id(),
        Reason.CLOCK_OFF,
        "clock: is off by "
            + member.clockOff().toSeconds()
            + " s, expected less than "
            + Member.CLOCK_TOLERANCE.toSeconds()
            + " s; nothing is judged by it, but its log is hard to read");
  }

  private static RegistryChange rejected(MemberId id, Reason reason, String message) {
    return new RegistryChange.Rejected(id, reason, message);
  }
}

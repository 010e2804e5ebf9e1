// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.Leases;
import java.util.List;
import java.util.Map;

/** Holds a registration against what it must be, whoever wrote it. For one thread. */
final class RegistrationCheck {
  private static final int MOST_CAPABILITIES = 1_000;
  private static final int MOST_METADATA = 50;

  private final Problems problems = new Problems();
  private final Texts texts = new Texts(problems);

  /** All that is wrong. */
  static Problems of(Registration registration) {
    RegistrationCheck check = new RegistrationCheck();
    check.identity(registration);
    check.lease(registration.getLease());
    check.capabilities(registration.getCapabilities());
    check.metadata(registration.getMetadata());
    return check.problems;
  }

  private void identity(Registration registration) {
    texts.id("service", registration.getService());
    texts.id("instance", registration.getInstance());
    texts.id("incarnation", registration.getIncarnation());
    texts.free("owner", registration.getOwner());
    texts.free("version", registration.getVersion());
    texts.free("zone", registration.getZone());
  }

  private void lease(MemberLease lease) {
    long heartbeat = lease.getHeartbeatMs();
    long shortest = Leases.SHORTEST_HEARTBEAT.toMillis();
    long longest = Leases.LONGEST_HEARTBEAT.toMillis();
    if (heartbeat < shortest || heartbeat > longest) {
      problems.add("lease.heartbeatMs", String.valueOf(heartbeat), shortest + " to " + longest);
      return;
    }
    if (lease.getSuspectAfterMs() < 2 * heartbeat) {
      problems.add(
          "lease.suspectAfterMs",
          String.valueOf(lease.getSuspectAfterMs()),
          "at least " + 2 * heartbeat + ", twice heartbeatMs");
    }
    long latest = Leases.LONGEST_EXPIRY.toMillis();
    if (lease.getExpireAfterMs() <= lease.getSuspectAfterMs()
        || lease.getExpireAfterMs() > latest) {
      problems.add(
          "lease.expireAfterMs",
          String.valueOf(lease.getExpireAfterMs()),
          "more than suspectAfterMs and at most " + latest);
    }
  }

  private void capabilities(List<Object> capabilities) {
    if (capabilities.size() > MOST_CAPABILITIES) {
      problems.add(
          "capabilities", String.valueOf(capabilities.size()), "at most " + MOST_CAPABILITIES);
      return;
    }
    CapabilityCheck check = new CapabilityCheck(problems);
    for (int i = 0; i < capabilities.size(); i++) {
      // Null where the JSON did not fit: that is said already.
      if (capabilities.get(i) != null) {
        check.check("capabilities[" + i + "]", capabilities.get(i));
      }
    }
  }

  private void metadata(Map<String, String> metadata) {
    if (metadata.size() > MOST_METADATA) {
      problems.add("metadata", metadata.size() + " entries", "at most " + MOST_METADATA);
      return;
    }
    metadata.forEach(
        (name, value) -> {
          texts.free("metadata", name);
          if (value != null) {
            texts.free("metadata." + Problems.shorten(name), value);
          }
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.log.LogListener;
import dev.freshet.worker.member.Membership;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What else happens in a node when something is applied: it is counted, reported and told. */
final class Reactions implements LogListener {
  private static final Logger LOG = LoggerFactory.getLogger(Reactions.class);

  private final NodeMeters meters;
  private final StateReporter reporter;
  private final Membership membership;
  private final CommandListener listener;

  Reactions(
      NodeMeters meters, StateReporter reporter, Membership membership, CommandListener listener) {
    this.meters = meters;
    this.reporter = reporter;
    this.membership = membership;
    this.listener = listener;
  }

  @Override
  public void applied(Target target, Position position, @Nullable Receipt cause) {
    meters.applied();
    tell(new AppliedCommand(target, position, cause));
  }

  @Override
  public void unreadable(String topic, Position position, String problem) {
    meters.unreadable();
    reporter.commandUnreadable(topic, position, problem);
    tell(new AppliedCommand(Target.ALL, position, null));
  }

  @Override
  public void awaitedApplied() {
    membership.beatNow();
  }

  @Override
  public void caughtUp() {
    membership.running();
  }

  private void tell(AppliedCommand command) {
    try {
      listener.applied(command);
    } catch (RuntimeException e) {
      LOG.warn(
          "command listener failed tag={} event={}", command.target().text(), command.cause(), e);
    }
  }
}

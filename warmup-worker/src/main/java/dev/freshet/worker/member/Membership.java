// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.client.Announcer;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.worker.log.NodeSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's life as a member of the registry: {@code STARTING} until it has read the command log and
 * nothing holds it back, {@code RUNNING}, {@code DRAINING} until it is closed. Nothing that goes
 * wrong here disturbs the node: the {@link Announcer} logs it and tries again.
 *
 * <p>Safe for any thread; nothing but {@link #close} waits.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final NodeSettings settings;
  private final MemberDescription description;
  private final AtomicReference<MemberPhase> phase = new AtomicReference<>(MemberPhase.STARTING);

  /** Volatile: set once, by who puts the node together. */
  private volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

  /** Volatile: the parts of the node that have news are there before it is announced. */
  private volatile @Nullable Announcer announcer;

  /** A member that is not announced yet. */
  public Membership(NodeSettings settings, MemberDescription description) {
    this.settings = settings;
    this.description = description;
  }

  /**
   * Announces the node from now on; to be called once.
   *
   * @throws IllegalArgumentException if the registry would not take what the service says of
   *     itself; names all problems
   */
  public void announce(AnnouncerParts parts, NodeInsight insight) {
    // Here and not in the announcer's thread, where nobody would hear of it but the log.
    Registration unused = description.registration(settings.id(), settings.incarnation()).build();
    announcer =
        Announcer.start(
            parts,
            new NodeRegistration(settings, description, insight, parts.clock().instant()),
            new NodeStatus(settings, insight, phase::get));
  }

  /** The node is not running before this is done, whatever it has read. */
  public void holdUntil(CompletableFuture<Void> done) {
    held = done;
  }

  /** The node has read the command log. */
  public void running() {
    CompletableFuture<Void> unused =
        held.thenRun(
            () -> {
              boolean first = phase.compareAndSet(MemberPhase.STARTING, MemberPhase.RUNNING);
              LOG.debug("member runs node={} first={}", settings.node(), first);
              beatNow();
            });
  }

  /** The node is to get no more work. */
  public void drain() {
    phase.set(MemberPhase.DRAINING);
    beatNow();
  }

  /** There is news that somebody waits for. */
  public void beatNow() {
    Announcer current = announcer;
    if (current != null) {
      current.beatNow();
    }
  }

  /** The node can do something else than it said. */
  public void registrationChanged() {
    Announcer current = announcer;
    if (current != null) {
      current.registrationChanged();
    }
  }

  /** Says goodbye; takes two seconds at the most. Idempotent. */
  @Override
  public void close() {
    Announcer current = announcer;
    announcer = null;
    if (current != null) {
      current.close();
    }
  }
}

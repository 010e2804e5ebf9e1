// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.Registration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a member known for as long as it is open: registers it, again when that changes and about
 * every minute; sends heartbeats as often as its lease says, give or take a fifth; and says
 * goodbye.
 *
 * <p>Safe for any thread; owns one daemon thread, which alone waits for brokers. A broker or schema
 * registry that is away is logged once and tried again at the next heartbeat, with the newest state
 * and none of those missed.
 */
public final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  private final Announcements announcements;
  private final Duration closeWithin;
  private final Thread thread;

  /** Volatile: any thread closes, the announcer's sees it. */
  private volatile boolean closed;

  private Announcer(
      AnnouncerParts parts,
      Supplier<Registration> registration,
      HeartbeatSource heartbeats,
      Duration closeWithin) {
    this.closeWithin = closeWithin;
    this.announcements = new Announcements(parts, registration, heartbeats, this::wakeUp);
    this.thread = new Thread(this::run, "freshet-announcer");
    this.thread.setDaemon(true);
  }

  /**
   * Announces a member from now on.
   *
   * @param registration who it is and what it can do now; asked by the announcer's thread for each
   *     registration, and may throw, which costs that one
   * @param heartbeats how it is
   */
  public static Announcer start(
      AnnouncerParts parts, Supplier<Registration> registration, HeartbeatSource heartbeats) {
    return start(parts, registration, heartbeats, CLOSE_WITHIN);
  }

  static Announcer start(
      AnnouncerParts parts,
      Supplier<Registration> registration,
      HeartbeatSource heartbeats,
      Duration closeWithin) {
    Announcer announcer = new Announcer(parts, registration, heartbeats, closeWithin);
    announcer.thread.start();
    return announcer;
  }

  /** Sends the next heartbeat at once, or 50 ms after the last. Never waits. */
  public void beatNow() {
    announcements.wishHeartbeat();
  }

  /** Registers again, at once or 50 ms after the last time. Never waits. */
  public void registrationChanged() {
    announcements.wishRegistration();
  }

  private void wakeUp() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long waitNanos = announcements.step();
      if (waitNanos > 0 && !closed) {
        LockSupport.parkNanos(this, waitNanos);
      }
      // Nobody but the JVM's end interrupts this thread before it is closed.
      if (Thread.currentThread().isInterrupted()) {
        closed = true;
      }
    }
    announcements.goodbye(closeWithin);
  }

  /**
   * Says that the member drains and has left, and waits until that is stored, but for two seconds
   * at the most.
   */
  @Override
  public void close() {
    closed = true;
    wakeUp();
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, closeWithin.toMillis());
      if (thread.isAlive()) {
        LOG.warn("goodbye not stored within {}, its silence will tell", closeWithin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // If it is still there, it waits for a broker that does not answer.
      thread.interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import org.jspecify.annotations.Nullable;

/** A connection to a client. On its event loop alone. */
interface Outlet {

  /** Whether the client should read first. */
  boolean isFull();

  /** Calls back once there is room again, as often as there is. */
  void onDrain(Runnable room);

  /** Calls back once the connection is gone, whoever ended it. */
  void onEnd(Runnable ended);

  void send(Frame frame);

  /**
   * Says that what follows is what the client asked for.
   *
   * @param cursor behind which it begins; null if that is before all events
   */
  void begin(@Nullable String cursor);

  /**
   * Shows that the connection is alive.
   *
   * @param cursor behind which the client would go on; null if that is before all events
   */
  void ping(@Nullable String cursor);

  void end();
}

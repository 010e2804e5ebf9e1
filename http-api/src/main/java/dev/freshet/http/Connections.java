// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds what connections cost: there are so many at one time, and none stays for long on which no
 * request comes to be. A client that sends the head of a request byte by byte is never idle, and
 * would else hold its connection for ever. Of the event loop.
 */
final class Connections {
  /**
   * How much they may cost.
   *
   * @param quiet for how long there may be no request on one
   */
  record Limits(int most, Duration quiet) {
    static final Limits DEFAULT = new Limits(4_096, Duration.ofSeconds(90));
  }

  private static final int LOOKS = 6;

  private static final class Client {
    private long askedAtNanos;
    private int underway;
    private boolean streams;

    Client(long openedAtNanos) {
      this.askedAtNanos = openedAtNanos;
    }
  }

  private final Limits limits;
  private final LongSupplier nanoClock;
  private final Counter refused;
  private final Map<HttpConnection, Client> open = new HashMap<>();
  private boolean watched;

  Connections(Limits limits, LongSupplier nanoClock, MeterRegistry meters) {
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.refused =
        Counter.builder("http.server.connections.refused")
            .description("Connections that were closed at once, since there were too many")
            .register(meters);
  }

  void opened(HttpConnection connection) {
    if (open.size() >= limits.most()) {
      refused.increment();
      var unused = connection.close();
      return;
    }
    watch();
    open.put(connection, new Client(nanoClock.getAsLong()));
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** On the loop of the connections, which is known once the first is there. */
  private void watch() {
    if (!watched) {
      watched = true;
      Vertx vertx = Vertx.currentContext().owner();
      vertx.setPeriodic(Math.max(1, limits.quiet().toMillis() / LOOKS), look -> closeQuiet());
    }
  }

  /** A request has come whole, but for its body. */
  void asked(HttpConnection connection) {
    Client client = open.get(connection);
    if (client != null) {
      client.askedAtNanos = nanoClock.getAsLong();
    }
  }

  /** It will be answered; {@link #answered} follows. */
  void underway(HttpConnection connection) {
    Client client = open.get(connection);
    if (client != null) {
      client.underway++;
    }
  }

  void answered(HttpConnection connection) {
    Client client = open.get(connection);
    if (client != null) {
      client.underway--;
      client.askedAtNanos = nanoClock.getAsLong();
    }
  }

  /** From now on it is for its handler to end it. */
  void streams(HttpConnection connection) {
    Client client = open.get(connection);
    if (client != null) {
      client.streams = true;
    }
  }

  private void closeQuiet() {
    long now = nanoClock.getAsLong();
    List<HttpConnection> quiet = new ArrayList<>();
    open.forEach(
        (connection, client) -> {
          boolean idle = !client.streams && client.underway == 0;
          if (idle && now - client.askedAtNanos > limits.quiet().toNanos()) {
            quiet.add(connection);
          }
        });
    for (HttpConnection connection : quiet) {
      var unused = connection.close();
    }
  }
}

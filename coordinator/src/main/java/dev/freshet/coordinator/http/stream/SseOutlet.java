// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Server-sent events, as the HTML standard has them (section "Server-sent events"). */
final class SseOutlet implements Outlet {
  private static final int RETRY_MS = 3_000;

  private final RoutingContext context;
  private final HttpServerResponse response;

  SseOutlet(RoutingContext context) {
    this.context = context;
    this.response = context.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache, no-transform")
        // A proxy that waits for more before it passes on would hold events back.
        .putHeader("X-Accel-Buffering", "no");
  }

  private void write(String text) {
    var unused = response.write(text);
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable room) {
    response.drainHandler(ignored -> room.run());
  }

  @Override
  public void onEnd(Runnable ended) {
    context.addEndHandler(ignored -> ended.run());
  }

  @Override
  public void send(Frame frame) {
    var unused = response.write(frame.sse());
  }

  @Override
  public void begin(@Nullable String cursor) {
    write("retry: " + RETRY_MS + "\n" + id(cursor) + "\n");
  }

  @Override
  public void ping(@Nullable String cursor) {
    write(": ping\n" + id(cursor) + "\n");
  }

  /** Without data it is no event, but moves what the client sends as Last-Event-ID. */
  private static String id(@Nullable String cursor) {
    return cursor == null ? "" : "id: " + cursor + "\n";
  }

  @Override
  public void end() {
    if (!response.ended()) {
      var unused = response.end();
    }
  }
}

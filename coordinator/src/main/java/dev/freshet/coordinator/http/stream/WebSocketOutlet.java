// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text messages, one JSON object each. A client that answers no ping is cut off. */
final class WebSocketOutlet implements Outlet {
  private static final short GOING_AWAY = 1001;

  private final ServerWebSocket socket;
  private boolean answered = true;

  WebSocketOutlet(ServerWebSocket socket) {
    this.socket = socket;
    socket.pongHandler(pong -> answered = true);
  }

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable room) {
    socket.drainHandler(ignored -> room.run());
  }

  @Override
  public void onEnd(Runnable ended) {
    socket.closeHandler(ignored -> ended.run());
    socket.exceptionHandler(ignored -> ended.run());
  }

  @Override
  public void send(Frame frame) {
    var unused = socket.writeTextMessage(frame.json());
  }

  @Override
  public void begin(@Nullable String cursor) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "subscribed");
    if (cursor != null) {
      tree.put("cursor", cursor);
    }
    send(Frame.of(tree, null));
  }

  @Override
  public void ping(@Nullable String cursor) {
    if (!answered) {
      end();
      return;
    }
    answered = false;
    var unused = socket.writePing(Buffer.buffer());
  }

  @Override
  public void end() {
    if (!socket.isClosed()) {
      var unused = socket.close(GOING_AWAY);
    }
  }
}

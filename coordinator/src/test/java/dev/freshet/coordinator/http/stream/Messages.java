// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What came over a WebSocket. */
final class Messages implements WebSocket.Listener {
  final AtomicInteger pings = new AtomicInteger();
  volatile int closed;
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();

  int size() {
    return texts.size();
  }

  String get(int index) {
    return texts.get(index);
  }

  String last() {
    return texts.get(texts.size() - 1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      texts.add(text.toString());
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    pings.incrementAndGet();
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed = code;
    return null;
  }
}

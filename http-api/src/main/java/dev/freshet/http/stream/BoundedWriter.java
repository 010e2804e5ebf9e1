// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.stream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one client and holds at most so many bytes for it, however slowly it reads. What does
 * not fit is dropped and counted, and so is all that follows, until the client has taken what is
 * held: so the gap is one, and a notice of its size stands where it is. Any thread may offer;
 * nothing blocks.
 *
 * <p>Beside the bytes held here, the connection has a write queue of its own, which is bounded too
 * (Vert.x: 64 KiB), and the operating system has its buffers.
 */
public final class BoundedWriter {
  private final Context loop;
  private final WriteStream<?> stream;
  private final Consumer<Buffer> sink;
  private final long mostBytes;
  private final LongFunction<Buffer> notice;

  // Guarded by this, since publishers offer from threads of their own.
  private final Queue<Buffer> held = new ArrayDeque<>();
  private long heldBytes;
  private long gap;
  private long dropped;
  private boolean scheduled;

  private BoundedWriter(
      WriteStream<?> stream, Consumer<Buffer> sink, long mostBytes, LongFunction<Buffer> notice) {
    this.loop = Vertx.currentContext();
    this.stream = stream;
    this.sink = sink;
    this.mostBytes = mostBytes;
    this.notice = notice;
  }

  /**
   * Writes the body of a chunked response. To be made on the event loop of the request.
   *
   * @param mostBytes held for a client that does not read
   * @param notice made of the number of dropped writes, once there is room again
   */
  public static BoundedWriter of(
      HttpServerResponse response, long mostBytes, LongFunction<Buffer> notice) {
    return listening(
        new BoundedWriter(response, chunk -> response.write(chunk), mostBytes, notice));
  }

  /** Writes text messages; otherwise as for a response. */
  public static BoundedWriter of(
      ServerWebSocket socket, long mostBytes, LongFunction<Buffer> notice) {
    return listening(
        new BoundedWriter(
            socket, text -> socket.writeTextMessage(text.toString()), mostBytes, notice));
  }

  private static BoundedWriter listening(BoundedWriter writer) {
    writer.stream.drainHandler(room -> writer.flush());
    return writer;
  }

  /**
   * Writes now, later or never. An empty queue takes any one write, however long it is.
   *
   * @return false if it was dropped
   */
  public synchronized boolean offer(Buffer bytes) {
    boolean full = !held.isEmpty() && heldBytes + bytes.length() > mostBytes;
    if (gap > 0 || full) {
      gap++;
      dropped++;
      return false;
    }
    held.add(bytes);
    heldBytes += bytes.length();
    if (!scheduled) {
      scheduled = true;
      loop.runOnContext(now -> flush());
    }
    return true;
  }

  /** How many writes were dropped so far. */
  public synchronized long dropped() {
    return dropped;
  }

  /** How many bytes wait for the client to read. */
  public synchronized long heldBytes() {
    return heldBytes;
  }

  /** On the event loop, like everything of the stream; called again whenever there is room. */
  private void flush() {
    while (!stream.writeQueueFull()) {
      Buffer next = next();
      if (next == null) {
        return;
      }
      sink.accept(next);
    }
  }

  private synchronized @Nullable Buffer next() {
    Buffer next = held.poll();
    if (next != null) {
      heldBytes -= next.length();
      return next;
    }
    scheduled = false;
    if (gap == 0) {
      return null;
    }
    Buffer said = notice.apply(gap);
    gap = 0;
    return said;
  }
}

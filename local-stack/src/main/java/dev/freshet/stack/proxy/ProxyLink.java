// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One connection through a {@link TcpProxy}: per direction a reader that notes when bytes came and
 * a writer that passes them on when they are due. Safe for any thread.
 */
final class ProxyLink implements AutoCloseable {

  private static final int CHUNK_BYTES = 16 * 1024;
  private static final int QUEUED_CHUNKS = 1024;

  private final Socket near;
  private final Socket far;
  private final LongSupplier delayNanos;
  private final Consumer<ProxyLink> onClose;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger openDirections = new AtomicInteger(2);

  /** Bytes and the time at which they are due; no bytes is the end of the stream. */
  private record Chunk(ByteBuffer bytes, long dueNanos) {}

  ProxyLink(Socket near, Socket far, LongSupplier delayNanos, Consumer<ProxyLink> onClose) {
    this.near = near;
    this.far = far;
    this.delayNanos = delayNanos;
    this.onClose = onClose;
  }

  void start() {
    startDirection(near, far);
    startDirection(far, near);
  }

  /** Breaks it: a cut network says no goodbye, and what was under way is lost. */
  void reset() {
    linger(near);
    linger(far);
    close();
  }

  @Override
  public void close() {
    closed.countDown();
    closeSocket(near);
    closeSocket(far);
    onClose.accept(this);
  }

  static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void startDirection(Socket from, Socket to) {
    BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUED_CHUNKS);
    daemon("proxy-read", () -> guard(() -> read(from, queue)));
    daemon("proxy-write", () -> guard(() -> write(queue, to)));
  }

  private void read(Socket from, BlockingQueue<Chunk> queue)
      throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    byte[] buffer = new byte[CHUNK_BYTES];
    int length;
    do {
      length = in.read(buffer);
      ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, Math.max(0, length)));
      enqueue(queue, new Chunk(bytes, System.nanoTime() + delayNanos.getAsLong()));
    } while (length >= 0);
  }

  private void write(BlockingQueue<Chunk> queue, Socket to)
      throws IOException, InterruptedException {
    Chunk chunk = dequeue(queue);
    while (chunk.bytes().hasRemaining()) {
      awaitDue(chunk);
      to.getOutputStream().write(chunk.bytes().array());
      chunk = dequeue(queue);
    }
    awaitDue(chunk);
    to.shutdownOutput();
    if (openDirections.decrementAndGet() == 0) {
      close();
    }
  }

  // Waits in short steps and not for ever: a reader or writer of a closed link must end.
  private void enqueue(BlockingQueue<Chunk> queue, Chunk chunk)
      throws IOException, InterruptedException {
    while (!queue.offer(chunk, 100, TimeUnit.MILLISECONDS)) {
      requireOpen();
    }
  }

  private Chunk dequeue(BlockingQueue<Chunk> queue) throws IOException, InterruptedException {
    Chunk chunk = queue.poll(100, TimeUnit.MILLISECONDS);
    while (chunk == null) {
      requireOpen();
      chunk = queue.poll(100, TimeUnit.MILLISECONDS);
    }
    return chunk;
  }

  private void awaitDue(Chunk chunk) throws IOException, InterruptedException {
    if (closed.await(chunk.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new IOException("link closed");
    }
  }

  private void requireOpen() throws IOException {
    if (closed.getCount() == 0) {
      throw new IOException("link closed");
    }
  }

  private void guard(Direction direction) {
    try {
      direction.run();
    } catch (IOException broken) {
      reset();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  private static void linger(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException alreadyBroken) {
      // It is as broken as it should be.
      return;
    }
  }

  static void closeSocket(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // What a broken connection answers to its end is of no use to anyone.
      return;
    }
  }

  private interface Direction {
    void run() throws IOException, InterruptedException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Tells whoever connects how much of this JVM's heap is in use after a collection. Until then it
 * costs nothing: its thread waits for a connection.
 */
final class HeapProbe {
  private HeapProbe() {}

  /** Listens on a port of its own until the JVM ends. */
  static int listen() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> answer(socket), "heap-probe");
    thread.setDaemon(true);
    thread.start();
    return socket.getLocalPort();
  }

  private static void answer(ServerSocket socket) {
    while (true) {
      try (Socket asked = socket.accept()) {
        asked.getOutputStream().write(Long.toString(usedBytes()).getBytes(US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException("heap probe: cannot answer", e);
      }
    }
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Asks the probe on a port of this machine. */
  static long ask(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return Long.parseLong(new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int TIMEOUT_MS = 30_000;

  private final ServerSocket echo = listen();
  private final TcpProxy proxy = TcpProxy.to(echo.getLocalPort());

  @BeforeEach
  void startEcho() {
    ProxyLink.daemon("echo", this::echoUntilClosed);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void shouldPassOnEveryByteInOrder() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);

    try (Socket socket = connect()) {
      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeAll(socket, sent));
      byte[] received = socket.getInputStream().readAllBytes();
      writing.join();

      assertArrayEquals(sent, received);
    }
  }

  @Test
  void shouldBreakOpenConnectionsWhenCut() throws IOException {
    try (Socket socket = connect()) {
      assertTrue(echoes(socket));

      assertEquals(1, proxy.connections());

      proxy.cut();

      assertEquals(0, proxy.connections());
      assertFalse(echoes(socket));
    }
  }

  @Test
  void shouldBreakNewConnectionsUntilHealed() throws IOException {
    proxy.cut();
    try (Socket whileCut = connect()) {
      assertFalse(echoes(whileCut));
    }

    proxy.heal();

    try (Socket healed = connect()) {
      assertTrue(echoes(healed));
    }
  }

  @Test
  void shouldDelayBothDirections() throws IOException {
    try (Socket socket = connect()) {
      assertTrue(echoes(socket));
      proxy.delay(Duration.ofMillis(150));

      long beforeNanos = System.nanoTime();
      boolean answered = echoes(socket);
      long tookNanos = System.nanoTime() - beforeNanos;

      assertTrue(answered);
      assertTrue(tookNanos >= 300_000_000L, "took " + tookNanos);
    }
  }

  @Test
  void shouldCloseConnectionsWhenTheServerIsGone() throws IOException {
    // Not the echo server: one that is closed while it accepts may accept a last time. Nor a port
    // that is free, which another server of this machine might take.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      proxy.forwardTo(nobody.getLocalPort());

      try (Socket socket = connect()) {
        assertFalse(echoes(socket));
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  /** Whether a byte comes back; false if the connection is broken, an error if nothing happens. */
  private static boolean echoes(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(42);
      return socket.getInputStream().read() == 42;
    } catch (java.net.SocketException broken) {
      return false;
    }
  }

  private static void writeAll(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private void echoUntilClosed() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        ProxyLink.daemon("echo-connection", () -> echo(socket));
      } catch (IOException closed) {
        assertEquals(true, echo.isClosed());
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException broken) {
      assertTrue(broken.getMessage() != null);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.stack.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void shouldCutWhatIsConnected() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Lines lines = new Lines()) {
      TcpProxy proxy = lines.add();
      proxy.forwardTo(server.getLocalPort());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> proxy.connections() == 1 && socket.isConnected());

        lines.cut();

        assertEquals(0, proxy.connections());
        lines.heal();
      }
    }
  }

  @Test
  void shouldRefuseToCutWhereNothingIsConnected() {
    try (Lines lines = new Lines()) {
      TcpProxy unused = lines.add();

      IllegalStateException refused = assertThrows(IllegalStateException.class, lines::cut);

      assertEquals("proxy: found connections none, expected some to cut", refused.getMessage());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds and checks ports on the loopback interface; hands none out twice, not even to another JVM
 * of this machine while this one runs. Safe for any thread.
 */
public final class Ports {

  static final String LOOPBACK = "127.0.0.1";

  // Below the range from which Linux and macOS draw the ports of outgoing connections: a port found
  // here is not lost to such a connection before its server binds it, or while its server restarts.
  private static final int FIRST = 15_000;
  private static final int LAST = 31_999;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /** A port that nothing holds at this moment. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port) && PortClaims.OF_THIS_JVM.claim(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "ports: no free port, found none in %d attempts, expected one in %d..%d"
            .formatted(ATTEMPTS, FIRST, LAST));
  }

  /**
   * Returns {@code port} if nothing holds it.
   *
   * @param server who wants it, for the message
   * @throws PortInUseException if something does
   */
  public static int require(String server, int port) {
    if (!isFree(port)) {
      throw new PortInUseException(server, port);
    }
    // Whoever gives it may have it in hand already.
    boolean unused = PortClaims.OF_THIS_JVM.claim(port);
    return port;
  }

  static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(address(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

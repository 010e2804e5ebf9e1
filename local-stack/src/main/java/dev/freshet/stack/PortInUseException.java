// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

/** Thrown before a server is started on a port that something else holds. Immutable. */
public final class PortInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String server;
  private final int port;

  PortInUseException(String server, int port) {
    super("%s: port %d is in use, expected a free port".formatted(server, port));
    this.server = server;
    this.port = port;
  }

  /** The server that wanted the port, as a person would name it. */
  public String server() {
    return server;
  }

  /** The port that is taken. */
  public int port() {
    return port;
  }
}

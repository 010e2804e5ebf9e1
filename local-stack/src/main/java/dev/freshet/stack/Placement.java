// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a server stands: on a fixed or on any free port, with a data directory that outlives it or
 * a temporary one. Immutable.
 *
 * @param port the fixed port, or empty for a free one
 * @param dataDirectory the directory to keep state in (created if missing), or empty for a
 *     temporary one that is deleted on close
 */
public record Placement(OptionalInt port, Optional<Path> dataDirectory) {

  private static final int MAX_PORT = 65_535;

  /** Rejects port numbers that do not exist. */
  public Placement {
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT)) {
      throw new IllegalArgumentException(
          "placement: no such port, found %d, expected 1..%d".formatted(port.getAsInt(), MAX_PORT));
    }
  }

  /** Any free port, a temporary directory. */
  public static Placement temporary() {
    return new Placement(OptionalInt.empty(), Optional.empty());
  }

  /** Any free port, state kept in {@code dataDirectory}. */
  public static Placement in(Path dataDirectory) {
    return new Placement(OptionalInt.empty(), Optional.of(dataDirectory));
  }

  /** The same place on a fixed port. */
  public Placement onPort(int fixedPort) {
    return new Placement(OptionalInt.of(fixedPort), dataDirectory);
  }

  int claimPort(String server) {
    return port.isPresent() ? Ports.require(server, port.getAsInt()) : Ports.free();
  }

  DataDirectory claimDirectory(String server) {
    return DataDirectory.claim(server, dataDirectory);
  }
}

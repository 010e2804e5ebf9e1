// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.stack.PortInUseException;
import dev.freshet.stack.Ports;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Looks at the ports that a caller asks for, before anything is started. For one thread. */
public final class PortFlags {
  private static final int MAX_PORT = 65_535;

  private final Map<Integer, String> taken = new HashMap<>();

  /**
   * The port, or empty for 0, which means any free one.
   *
   * @throws UsageFailure if there is no such port, it is in use, or another flag has it
   */
  public OptionalInt check(String flag, int port) {
    if (port == 0) {
      return OptionalInt.empty();
    }
    if (port < 0 || port > MAX_PORT) {
      throw new UsageFailure(flag + ": found " + port + ", expected 0 to " + MAX_PORT);
    }
    String other = taken.putIfAbsent(port, flag);
    if (other != null) {
      throw new UsageFailure(flag + ": port " + port + " is that of " + other + " already");
    }
    try {
      return OptionalInt.of(Ports.require(flag, port));
    } catch (PortInUseException e) {
      throw new UsageFailure(
          flag + ": port " + port + " is in use, expected a free port, or 0 for any");
    }
  }
}

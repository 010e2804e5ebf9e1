// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.util.Optional;
import java.util.OptionalInt;

/** The doors of an embedded broker. Immutable. */
record BrokerPorts(int client, int controller, Optional<Proxied> proxied) {

  /** A door behind a proxy: clients are told to come back on the proxy's port. */
  record Proxied(int port, int advertisedPort) {}

  static BrokerPorts claim(Placement placement, OptionalInt advertisedPort) {
    Optional<Proxied> proxied =
        advertisedPort.isPresent()
            ? Optional.of(new Proxied(Ports.free(), advertisedPort.getAsInt()))
            : Optional.empty();
    return new BrokerPorts(placement.claimPort(EmbeddedKafka.NAME), Ports.free(), proxied);
  }
}

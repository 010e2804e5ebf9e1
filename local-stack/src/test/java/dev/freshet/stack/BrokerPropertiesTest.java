// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {

  private static final DataDirectory DIRECTORY = new DataDirectory(Path.of("kafka"), true);

  @Test
  void shouldListenOnLoopbackAlone() {
    Map<String, String> properties =
        BrokerProperties.of(new BrokerPorts(1001, 1002, Optional.empty()), DIRECTORY);

    assertEquals(
        "CLIENT://127.0.0.1:1001,CONTROLLER://127.0.0.1:1002", properties.get("listeners"));
    assertEquals("CLIENT://127.0.0.1:1001", properties.get("advertised.listeners"));
    assertEquals("1@127.0.0.1:1002", properties.get("controller.quorum.voters"));
  }

  @Test
  void shouldComeBackSoonAfterACrashOnlyWhereSomethingIsKept() {
    BrokerPorts ports = new BrokerPorts(1001, 1002, Optional.empty());
    DataDirectory kept = new DataDirectory(Path.of("kafka"), false);

    assertEquals("3000", BrokerProperties.of(ports, kept).get("broker.session.timeout.ms"));
    assertEquals("60000", BrokerProperties.of(ports, DIRECTORY).get("broker.session.timeout.ms"));
  }

  @Test
  void shouldAdvertiseTheProxyInFrontOfTheSecondDoor() {
    BrokerPorts.Proxied proxied = new BrokerPorts.Proxied(1003, 2003);

    Map<String, String> properties =
        BrokerProperties.of(new BrokerPorts(1001, 1002, Optional.of(proxied)), DIRECTORY);

    assertEquals(
        "CLIENT://127.0.0.1:1001,PROXIED://127.0.0.1:1003,CONTROLLER://127.0.0.1:1002",
        properties.get("listeners"));
    assertEquals(
        "CLIENT://127.0.0.1:1001,PROXIED://127.0.0.1:2003", properties.get("advertised.listeners"));
  }
}

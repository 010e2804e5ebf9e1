// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.stack.proxy.TcpProxy;
import java.util.ArrayList;
import java.util.List;

/** The connections of the nodes that are cut off, all at once. For one thread. */
final class Lines implements AutoCloseable {
  private final List<TcpProxy> proxies = new ArrayList<>();

  /** Another one, which closes connections until it is told where to forward them. */
  TcpProxy add() {
    TcpProxy proxy = TcpProxy.open();
    proxies.add(proxy);
    return proxy;
  }

  /**
   * Cuts all.
   *
   * @throws IllegalStateException if one of them has no connection to cut
   */
  void cut() {
    for (TcpProxy proxy : proxies) {
      require(proxy.connections() > 0, "none", "some to cut");
    }
    proxies.forEach(TcpProxy::cut);
  }

  /**
   * Heals all.
   *
   * @throws IllegalStateException if somebody has got through meanwhile
   */
  void heal() {
    for (TcpProxy proxy : proxies) {
      require(proxy.connections() == 0, String.valueOf(proxy.connections()), "none while cut");
    }
    proxies.forEach(TcpProxy::heal);
  }

  private static void require(boolean holds, String found, String expected) {
    if (!holds) {
      throw new IllegalStateException(
          "proxy: found connections %s, expected %s".formatted(found, expected));
    }
  }

  @Override
  public void close() {
    proxies.forEach(TcpProxy::close);
  }
}

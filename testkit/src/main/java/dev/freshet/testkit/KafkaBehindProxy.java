// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.EmbeddedKafka;
import dev.freshet.stack.Placement;
import dev.freshet.stack.proxy.TcpProxy;

/**
 * A broker with two doors: a direct one, and one behind a {@link TcpProxy}, so that one client can
 * be cut off while the others go on. (A plain proxy in front of a broker does not do: the broker
 * tells its clients to come back on its own address.) Safe for any thread.
 */
public final class KafkaBehindProxy implements AutoCloseable {

  private final TcpProxy proxy;
  private final EmbeddedKafka kafka;

  private KafkaBehindProxy(TcpProxy proxy, EmbeddedKafka kafka) {
    this.proxy = proxy;
    this.kafka = kafka;
  }

  /** Starts a broker of its own; blocks until it answers. */
  public static KafkaBehindProxy start() {
    TcpProxy proxy = TcpProxy.open();
    EmbeddedKafka kafka = EmbeddedKafka.startBehindProxy(Placement.temporary(), proxy.port());
    proxy.forwardTo(kafka.proxiedPort());
    return new KafkaBehindProxy(proxy, kafka);
  }

  /** For clients that stay connected. */
  public String directServers() {
    return kafka.bootstrapServers();
  }

  /** For clients that go through {@link #proxy()}. */
  public String proxiedServers() {
    return proxy.address();
  }

  /** The network to cut. */
  public TcpProxy proxy() {
    return proxy;
  }

  @Override
  public void close() {
    proxy.close();
    kafka.close();
  }
}

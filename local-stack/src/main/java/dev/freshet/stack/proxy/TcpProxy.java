// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a client and a server that can be cut, healed and slowed down. While cut, every
 * connection through it is broken and new ones are closed as soon as they are made.
 *
 * <p>Safe for any thread; owns a few daemon threads per connection.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  private final ServerSocket listener;
  private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

  // Each is one independent value that the threads of the links read as it changes.
  private volatile Optional<InetSocketAddress> target = Optional.empty();
  private volatile boolean cut;
  private volatile long delayNanos;

  private TcpProxy(ServerSocket listener) {
    this.listener = listener;
  }

  /** A proxy that closes every connection until {@link #forwardTo} says where to. */
  public static TcpProxy open() {
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      TcpProxy proxy = new TcpProxy(listener);
      ProxyLink.daemon("proxy-accept", proxy::acceptUntilClosed);
      return proxy;
    } catch (IOException refused) {
      throw new UncheckedIOException("proxy: cannot listen", refused);
    }
  }

  /** A proxy in front of a port of this machine. */
  public static TcpProxy to(int port) {
    TcpProxy proxy = open();
    proxy.forwardTo(port);
    return proxy;
  }

  /** Forwards new connections to a port of this machine. */
  public void forwardTo(int port) {
    target = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** The port to connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The address to connect to: {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** How many connections go through it now. */
  public int connections() {
    return links.size();
  }

  /** Breaks all connections, and every new one until {@link #heal()}. */
  public void cut() {
    cut = true;
    links.forEach(ProxyLink::reset);
  }

  /** Lets new connections through again. */
  public void heal() {
    cut = false;
  }

  /** Holds back what passes from now on, in each direction, for {@code delay}. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException refused) {
      throw new UncheckedIOException("proxy: cannot close port " + port(), refused);
    } finally {
      cut();
    }
  }

  private void acceptUntilClosed() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException closed) {
      // The only way out of accept: the listener is closed, and with it all that came through it.
      cut();
    }
  }

  private void connect(Socket near) {
    Optional<InetSocketAddress> to = target;
    if (cut || to.isEmpty()) {
      ProxyLink.closeSocket(near);
      return;
    }
    Socket far = new Socket();
    try {
      // A proxy that gathers small writes would add 40 ms to answers that come in parts.
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(to.get(), CONNECT_TIMEOUT_MS);
    } catch (IOException refused) {
      // The client sees what it would see without a proxy: its connection ends.
      ProxyLink.closeSocket(far);
      ProxyLink.closeSocket(near);
      return;
    }
    ProxyLink link = new ProxyLink(near, far, () -> delayNanos, links::remove);
    links.add(link);
    link.start();
    // A cut between the check above and the add has not seen this link.
    if (cut) {
      link.reset();
    }
  }
}

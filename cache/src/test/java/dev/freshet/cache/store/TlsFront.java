// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Takes TLS off before a server that has none. */
final class TlsFront implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;

  private TlsFront(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** In front of a port of this machine, with the key in a PKCS#12 file. */
  static TlsFront before(int target, Path keyStore, String password)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(
        KeyStore.getInstance(keyStore.toFile(), password.toCharArray()), password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    ServerSocket listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TlsFront front = new TlsFront(listener, target);
    daemon(front::acceptUntilClosed);
    return front;
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    closeBoth(listener, listener);
  }

  private void acceptUntilClosed() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        daemon(() -> pump(near, far));
        daemon(() -> pump(far, near));
      }
    } catch (IOException closed) {
      close();
    }
  }

  /** Until either side ends, or the handshake, which the first read begins, fails. */
  private static void pump(Socket from, Socket to) {
    byte[] buffer = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
    } catch (IOException ended) {
      // As the end of the stream: both sides are closed below.
    } finally {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Closeable one, Closeable other) {
    try (one;
        other) {
      // Nothing but the closing.
    } catch (IOException refused) {
      throw new UncheckedIOException("TLS front: cannot close", refused);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tls-front");
    thread.setDaemon(true);
    thread.start();
  }
}

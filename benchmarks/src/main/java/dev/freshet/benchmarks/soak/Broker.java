// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.KafkaMain;
import dev.freshet.stack.Ports;
import dev.freshet.stack.proxy.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Kafka broker in a JVM of its own, to be paused, or killed and started again with its records;
 * with a second door behind a network that can be cut. For one thread.
 */
final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final int port;
  private final Path directory;
  private final TcpProxy proxy;
  private ChildProcess process;

  private Broker(int port, Path directory, TcpProxy proxy) {
    this.port = port;
    this.directory = directory;
    this.proxy = proxy;
    this.process = launch();
  }

  static Broker start() throws IOException {
    Path directory = Files.createTempDirectory("freshet-soak");
    return new Broker(Ports.free(), directory, TcpProxy.open());
  }

  private ChildProcess launch() {
    ChildProcess started =
        ChildProcess.start(
            "Kafka",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaMain.class.getName(),
                Integer.toString(port),
                directory.resolve("kafka").toString(),
                Integer.toString(proxy.port())));
    try {
      String door = started.awaitLine(KafkaMain.PROXIED, PATIENCE);
      proxy.forwardTo(Integer.parseInt(door.substring(KafkaMain.PROXIED.length()).strip()));
      String unused = started.awaitLine(KafkaMain.READY, PATIENCE);
      return started;
    } catch (RuntimeException notReady) {
      started.kill9();
      throw notReady;
    }
  }

  /** For whoever stays connected. */
  String servers() {
    return "127.0.0.1:" + port;
  }

  /** The network before the second door. */
  TcpProxy proxy() {
    return proxy;
  }

  /** Where whoever belongs to the broker may keep files that go with it. */
  Path directory() {
    return directory;
  }

  void pause() {
    process.pause();
  }

  void resume() {
    process.resume();
  }

  void kill() {
    process.kill9();
  }

  void restart() {
    process = launch();
  }

  @Override
  public void close() {
    proxy.close();
    process.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("broker: cannot delete " + directory, e);
    }
  }
}

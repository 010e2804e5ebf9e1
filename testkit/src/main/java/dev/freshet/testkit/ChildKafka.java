// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.KafkaMain;
import dev.freshet.stack.Ports;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Kafka broker in a JVM of its own, to be killed and started again on the same port with the same
 * records. Safe for any thread.
 */
public final class ChildKafka implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private final int port;
  private final Path dataDirectory;
  private volatile ChildProcess process;

  private ChildKafka(int port, Path dataDirectory) {
    this.port = port;
    this.dataDirectory = dataDirectory;
    this.process = launch(port, dataDirectory);
  }

  /** Starts a broker that keeps its records in {@code dataDirectory}; blocks until it answers. */
  public static ChildKafka start(Path dataDirectory) {
    return new ChildKafka(Ports.free(), dataDirectory);
  }

  /** For {@code bootstrap.servers}; the same after a restart. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The process that runs now: to pause it, to see what it printed. */
  public ChildProcess process() {
    return process;
  }

  /** Ends the broker as a crash would. */
  public void kill9() {
    process.kill9();
  }

  /** Starts it again after {@link #kill9()}; blocks until it answers. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("child Kafka: still runs on port " + port);
    }
    process = launch(port, dataDirectory);
  }

  @Override
  public void close() {
    process.close();
  }

  private static ChildProcess launch(int port, Path dataDirectory) {
    ChildProcess process =
        ChildJvm.start(KafkaMain.class, Integer.toString(port), dataDirectory.toString());
    try {
      process.awaitLine(KafkaMain.READY, START_TIMEOUT);
      return process;
    } catch (IllegalStateException notReady) {
      process.kill9();
      throw notReady;
    }
  }
}

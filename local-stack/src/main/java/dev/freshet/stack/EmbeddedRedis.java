// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis 7.0 as a child process, from a binary that comes with a dependency. With a kept data
 * directory it logs every write (append-only file) and has it again after a restart; without one it
 * writes nothing to disk.
 *
 * <p>Safe for any thread. {@link #start} blocks until PING is answered; {@link #close} until the
 * process is gone. It ends with this JVM in any case, see {@link ChildProcess}.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final String NAME = "Redis";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final int PROBE_TIMEOUT_MS = 1_000;
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String PONG = "+PONG";

  private final ChildProcess process;
  private final int port;
  private final DataDirectory directory;

  private EmbeddedRedis(ChildProcess process, int port, DataDirectory directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /** Starts on a free port with nothing kept. */
  public static EmbeddedRedis start() {
    return start(Placement.temporary());
  }

  /**
   * Starts at {@code placement}.
   *
   * @throws PortInUseException if its port is taken
   * @throws ServerStartException if there is no binary for this platform, or it does not come up
   */
  public static EmbeddedRedis start(Placement placement) {
    return start(placement, List.of(), List.of());
  }

  /**
   * Starts a copy of {@code master} that follows it.
   *
   * @throws ServerStartException if there is no binary for this platform, or it does not come up
   */
  public static EmbeddedRedis startReplica(Placement placement, EmbeddedRedis master) {
    List<String> configuration =
        List.of(
            "replicaof " + Ports.LOOPBACK + " " + master.port(),
            // At once, without a pause for others that may want the same copy.
            "repl-diskless-sync-delay 0");
    return start(placement, configuration, List.of());
  }

  /**
   * Starts a Sentinel, which is a Redis that holds no values but watches others.
   *
   * @param configuration its lines, for example {@code sentinel monitor main 127.0.0.1 6379 1}
   * @throws ServerStartException if there is no binary for this platform, or it does not come up
   */
  public static EmbeddedRedis startSentinel(Placement placement, List<String> configuration) {
    return start(placement, configuration, List.of("--sentinel"));
  }

  private static EmbeddedRedis start(
      Placement placement, List<String> configuration, List<String> options) {
    int port = placement.claimPort(NAME);
    DataDirectory directory = placement.claimDirectory(NAME);
    try {
      List<String> command = command(port, directory, configure(directory, configuration));
      command.addAll(options);
      ChildProcess process = ChildProcess.start(NAME, command);
      process.awaitReady(START_TIMEOUT, () -> answersPing(port));
      return new EmbeddedRedis(process, port, directory);
    } catch (ServerStartException failed) {
      directory.close();
      throw failed;
    }
  }

  /** For clients: {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://" + Ports.LOOPBACK + ":" + port;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** The server process, to pause or to kill. */
  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    directory.close();
  }

  /** Written to a file, which a Sentinel keeps its own state in. */
  private static Path configure(DataDirectory directory, List<String> configuration) {
    Path file = directory.path().resolve("redis.conf");
    try {
      return Files.write(file, configuration);
    } catch (IOException refused) {
      throw new ServerStartException("Redis: cannot write " + file, refused);
    }
  }

  private static List<String> command(int port, DataDirectory directory, Path configuration) {
    List<String> command = new ArrayList<>();
    command.add(executable(directory).toString());
    command.add(configuration.toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", Ports.LOOPBACK));
    command.addAll(List.of("--save", "", "--dir", directory.path().toString()));
    command.addAll(List.of("--appendonly", directory.temporary() ? "no" : "yes"));
    return command;
  }

  /** The binary, moved into the data directory: it goes when that goes. */
  private static Path executable(DataDirectory directory) {
    try {
      Path extracted = RedisExecProvider.defaultProvider().get().toPath();
      Path target = directory.path().resolve("redis-server");
      // A rename: a server that still runs from the old file is not disturbed.
      return Files.move(extracted, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException unavailable) {
      throw new ServerStartException(
          "Redis: no server binary for %s %s; install Redis 7 and give its address instead"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          unavailable);
    }
  }

  private static boolean answersPing(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.address(port), PROBE_TIMEOUT_MS);
      socket.setSoTimeout(PROBE_TIMEOUT_MS);
      socket.getOutputStream().write(PING);
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(PONG.length()), StandardCharsets.US_ASCII).equals(PONG);
    } catch (IOException notYet) {
      return false;
    }
  }
}

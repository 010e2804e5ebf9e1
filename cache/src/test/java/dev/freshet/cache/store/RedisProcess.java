// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.Ports;
import dev.freshet.stack.ServerStartException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis with options of its own: a replica, a Sentinel, a node of a cluster. Writes nothing
 * to disk but configurations; ends with this JVM in any case.
 */
final class RedisProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final int ANSWER_TIMEOUT_MS = 30_000;
  private static final int ATTEMPTS = 3;
  private static final Path BINARY = binary();

  private final ChildProcess process;
  private final int port;
  private final Path directory;

  private RedisProcess(ChildProcess process, int port, Path directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  static RedisProcess server(String... options) {
    List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
    all.addAll(List.of(options));
    return start(temporaryDirectory(), all);
  }

  /** Watches {@code master} alone, and is sure of itself after that much silence. */
  static RedisProcess sentinel(String name, RedisProcess master, Duration silence) {
    Path directory = temporaryDirectory();
    Path configuration = directory.resolve("sentinel.conf");
    try {
      Files.writeString(
          configuration,
          """
          sentinel monitor %1$s 127.0.0.1 %2$d 1
          sentinel down-after-milliseconds %1$s %3$d
          sentinel failover-timeout %1$s 3000
          """
              .formatted(name, master.port, silence.toMillis()));
    } catch (IOException refused) {
      throw new UncheckedIOException("sentinel: cannot write " + configuration, refused);
    }
    return start(directory, List.of(configuration.toString(), "--sentinel"));
  }

  /** Options may begin with a configuration. */
  private static RedisProcess start(Path directory, List<String> options) {
    for (int attempt = 1; ; attempt++) {
      RedisProcess redis = launch(directory, options);
      try {
        redis.process.awaitReady(START_TIMEOUT, redis::answers);
        return redis;
      } catch (ServerStartException failed) {
        // Redis takes no port of its own choice: somebody else may have taken this one first.
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
  }

  private static RedisProcess launch(Path directory, List<String> options) {
    int port = Ports.free();
    List<String> command = new ArrayList<>(List.of(BINARY.toString()));
    command.addAll(options);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString()));
    return new RedisProcess(ChildProcess.start("Redis " + port, command), port, directory);
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  ChildProcess process() {
    return process;
  }

  /** The answer to an inline command: text, or the first line of a list. */
  String ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_TIMEOUT_MS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String head = String.valueOf(reader.readLine());
      if (!head.startsWith("$") || head.equals("$-1")) {
        return head;
      }
      char[] text = new char[Integer.parseInt(head.substring(1))];
      for (int length = 0; length < text.length; ) {
        int more = reader.read(text, length, text.length - length);
        if (more < 0) {
          throw new EOFException("found " + length + " characters, expected " + text.length);
        }
        length += more;
      }
      return new String(text);
    } catch (IOException failed) {
      throw new UncheckedIOException("Redis " + port + ": no answer to " + command, failed);
    }
  }

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.delete(directory);
    } catch (IOException refused) {
      throw new UncheckedIOException("Redis " + port + ": cannot delete " + directory, refused);
    }
  }

  /** It, and not somebody who had its port before. */
  private boolean answers() {
    try {
      return ask("INFO server").contains("process_id:" + process.pid() + "\r");
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static Path binary() {
    try {
      return RedisExecProvider.defaultProvider().get().toPath();
    } catch (IOException refused) {
      throw new UncheckedIOException("Redis: no server binary for this platform", refused);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("freshet-redis-");
    } catch (IOException refused) {
      throw new UncheckedIOException("Redis: no temporary directory", refused);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.Ports;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL 14 as a child process, from binaries that come with a dependency; nothing is written
 * through to the disk. The server refuses to run as root: if these tests do, it is another user's.
 * Safe for any thread.
 */
final class Postgres implements AutoCloseable {

  private static final String NAME = "PostgreSQL";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path home;
  private final List<String> user;
  private final int port;

  private Postgres(Path home, int port) throws IOException {
    this.home = home;
    this.user = Unprivileged.own(home);
    this.port = port;
  }

  static Postgres start() {
    try {
      Path home = Files.createTempDirectory("freshet-postgresql-");
      Postgres postgres = new Postgres(home, Ports.free());
      try {
        postgres.run();
        return postgres;
      } catch (IOException | RuntimeException failed) {
        postgres.deleteHome();
        throw failed;
      }
    } catch (IOException unavailable) {
      throw new UncheckedIOException(NAME + ": cannot be unpacked", unavailable);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Cuts off whoever is connected. */
  @Override
  public void close() {
    finish(command("pg_ctl", "stop", "-D", data(), "-m", "fast", "-w"));
    deleteHome();
  }

  private void run() throws IOException {
    unpack();
    finish(
        command(
            "initdb",
            "-D",
            data(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF-8",
            "--no-locale",
            "--no-sync"));
    List<String> server = command("postgres", "-D", data(), "-p", Integer.toString(port));
    server.addAll(List.of("-h", "127.0.0.1", "-k", "", "-F", "-c", "max_connections=200"));
    ChildProcess.start(NAME, server).awaitReady(TIMEOUT, this::answers);
  }

  private void unpack() throws IOException {
    try (InputStream program =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
            family(System.getProperty("os.name")), System.getProperty("os.arch"))) {
      if (program == null) {
        throw new IllegalStateException(
            "%s: no server binary for %s %s; install PostgreSQL 14 and give its address instead"
                .formatted(NAME, System.getProperty("os.name"), System.getProperty("os.arch")));
      }
      Unpacking.xz(program, home.resolve("program"));
    }
  }

  private static String family(String system) {
    return system.startsWith("Mac") ? "Darwin" : system;
  }

  private List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>(user);
    command.add(home.resolve("program").resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private String data() {
    return home.resolve("data").toString();
  }

  private static void finish(List<String> command) {
    ChildProcess process = ChildProcess.start(NAME, command);
    if (!process.awaitExit(TIMEOUT)) {
      process.kill9();
    }
    if (process.exitCode() != 0) {
      throw new IllegalStateException(
          "%s: %s ended with exit code %d, expected 0; it printed %s"
              .formatted(NAME, command, process.exitCode(), process.output()));
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url())) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private void deleteHome() {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(NAME + ": cannot delete " + home + " after use", refused);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Apicurio Registry 3.0 as a child process, with all in memory. Its home is unpacked by this
 * module's build and named by the system property {@code freshet.apicurio.home}. Safe for any
 * thread.
 */
final class Apicurio implements AutoCloseable {

  static final String HOME_PROPERTY = "freshet.apicurio.home";
  static final String API_PATH = "/apis/ccompat/v7";

  private static final String NAME = "Apicurio";
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final int PROBE_TIMEOUT_MS = 1_000;

  private final ChildProcess process;
  private final int port;

  private Apicurio(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static Apicurio start() {
    int port = Ports.free();
    ChildProcess process =
        ChildProcess.start(
            NAME,
            List.of(
                ChildJvm.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                runner().toString()));
    process.awaitReady(START_TIMEOUT, () -> isReady(port));
    return new Apicurio(process, port);
  }

  String url() {
    return "http://127.0.0.1:" + port + API_PATH;
  }

  @Override
  public void close() {
    process.close();
  }

  private static Path runner() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new IllegalStateException(
          "Apicurio: home unknown, found no system property " + HOME_PROPERTY);
    }
    try (var files = Files.newDirectoryStream(Path.of(home), "*-runner.jar")) {
      for (Path runner : files) {
        return runner;
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException("Apicurio: cannot read " + home, unreadable);
    }
    throw new IllegalStateException("Apicurio: not unpacked, found no *-runner.jar in " + home);
  }

  private static boolean isReady(int port) {
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/health/ready");
      HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(PROBE_TIMEOUT_MS);
      connection.setReadTimeout(PROBE_TIMEOUT_MS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }
}

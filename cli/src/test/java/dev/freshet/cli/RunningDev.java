// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A {@code freshet dev} that is up, as a process of its own, on free ports. */
final class RunningDev implements AutoCloseable {
  private final ChildProcess process;
  private final JsonNode endpoints;

  private RunningDev(ChildProcess process, JsonNode endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  static RunningDev start(Path directory) throws IOException {
    Path ready = directory.resolve("ready.json");
    ChildProcess process =
        ChildJvm.start(
            Main.class,
            "dev",
            "--kafka-port=0",
            "--registry-port=0",
            "--redis-port=0",
            "--http-port=0",
            "--management-port=0",
            "--node-port-base=0",
            "--data-dir=" + directory.resolve("data"),
            "--ready-file=" + ready);
    process.awaitReady(Duration.ofMinutes(3), () -> Files.exists(ready));
    return new RunningDev(process, new ObjectMapper().readTree(Files.readString(ready)));
  }

  /** An endpoint, by its name in the ready file. */
  String endpoint(String name) {
    return endpoints.get(name).asText();
  }

  @Override
  public void close() {
    process.close();
  }
}

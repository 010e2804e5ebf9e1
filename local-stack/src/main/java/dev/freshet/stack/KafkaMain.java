// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The broker of {@link EmbeddedKafka} as a program of its own, for those who want to kill it:
 * {@code KafkaMain PORT DIRECTORY}. Prints {@link #READY} when it answers; ends on SIGTERM. A fatal
 * fault ends the process, as it does in production.
 */
public final class KafkaMain {

  /** The line that says that the broker answers. */
  public static final String READY = "Kafka is ready";

  private KafkaMain() {}

  /** Entry point. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "KafkaMain: wrong arguments, found %d, expected PORT DIRECTORY"
              .formatted(arguments.length));
    }
    Placement placement =
        Placement.in(Path.of(arguments[1])).onPort(Integer.parseInt(arguments[0]));
    EmbeddedKafka kafka = EmbeddedKafka.boot(placement, OptionalInt.empty());
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-shutdown"));
    System.out.println(READY);
  }
}

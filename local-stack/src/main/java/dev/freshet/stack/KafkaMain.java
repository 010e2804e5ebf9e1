// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The broker of {@link EmbeddedKafka} as a program of its own, for those who want to kill it:
 * {@code KafkaMain PORT DIRECTORY}. Prints {@link #READY} when it answers; ends on SIGTERM. A fatal
 * fault ends the process, as it does in production.
 *
 * <p>With a third argument, the port of a proxy, it has a second door as {@link
 * EmbeddedKafka#startBehindProxy} makes it, and prints its port behind {@link #PROXIED} first.
 */
public final class KafkaMain {

  /** The line that says that the broker answers. */
  public static final String READY = "Kafka is ready";

  /** What the line begins with that says to which port the proxy is to forward. */
  public static final String PROXIED = "Kafka has a second door: ";

  private KafkaMain() {}

  /** Entry point. */
  public static void main(String[] arguments) {
    if (arguments.length != 2 && arguments.length != 3) {
      throw new IllegalArgumentException(
          "KafkaMain: wrong arguments, found %d, expected PORT DIRECTORY [PROXY_PORT]"
              .formatted(arguments.length));
    }
    Placement placement =
        Placement.in(Path.of(arguments[1])).onPort(Integer.parseInt(arguments[0]));
    OptionalInt proxy =
        arguments.length == 2
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(arguments[2]));
    EmbeddedKafka kafka = EmbeddedKafka.boot(placement, proxy);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-shutdown"));
    if (proxy.isPresent()) {
      System.out.println(PROXIED + kafka.proxiedPort());
    }
    System.out.println(READY);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import dev.freshet.benchmarks.harness.stack.Server;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The middle of a {@link Relay}, which can be paused. Arguments: Kafka, schema registry,
 * environment, a directory.
 */
final class RelayServer {
  static final String PAUSE = "pause";
  static final String RESUME = "resume";

  private static final long START_SECONDS = 120;

  private RelayServer() {}

  /** Copies until it is killed. */
  public static void main(String[] arguments) throws Exception {
    KafkaStreams streams =
        new KafkaStreams(
            Relay.topology(arguments[2]),
            Relay.settings(arguments[0], arguments[2], arguments[3] + "-relay"));
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    if (!running.await(START_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("relay: found it " + streams.state() + ", expected RUNNING");
    }
    int port =
        Control.serve(
            Map.of(
                PAUSE, nothing -> switched(streams::pause),
                RESUME, nothing -> switched(streams::resume)));
    Server.ready("control=" + port);
  }

  private static String switched(Runnable how) {
    how.run();
    return "";
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** What {@code -v} does; without it the levels of logback.xml hold. Stateless. */
final class LogLevels {
  private static final String[] NOISY = {
    "kafka",
    "org.apache.kafka",
    "state.change.logger",
    "io.confluent",
    "io.lettuce",
    "io.netty",
    "io.vertx"
  };

  private LogLevels() {}

  static void apply(int verbosity) {
    // Now, in one thread: SLF4J complains if several threads start it at once.
    LoggerFactory.getILoggerFactory();
    if (verbosity > 0) {
      set("dev.freshet", Level.INFO);
    }
    if (verbosity > 1) {
      for (String noisy : NOISY) {
        set(noisy, Level.INFO);
      }
    }
  }

  private static void set(String logger, Level level) {
    ((Logger) LoggerFactory.getLogger(logger)).setLevel(level);
  }
}

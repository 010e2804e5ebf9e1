// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.Interrupt;
import dev.freshet.cli.PortFlags;
import dev.freshet.cli.ReadyFile;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a process that has started: it says so, waits until it is told to stop, and stops.
 * For one thread.
 */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final int NOT_IN_TIME = 1;

  private final String program;
  private final Configuration settings;
  private final Duration drainTimeout;

  /**
   * A process.
   *
   * @param program how it calls itself
   */
  Serving(String program, Configuration settings) {
    this.program = program;
    this.settings = settings;
    this.drainTimeout = settings.get(CommonSettings.DRAIN_TIMEOUT);
    Interrupt.allow(drainTimeout.plus(MARGIN));
  }

  /**
   * Looks at ports before anything is started.
   *
   * @throws dev.freshet.cli.UsageFailure if one is in use, or is that of another setting
   */
  @SafeVarargs
  final void checkPorts(Setting<OptionalInt>... ports) {
    PortFlags flags = new PortFlags();
    for (Setting<OptionalInt> port : ports) {
      settings.get(port).ifPresent(number -> checkPort(flags, port.name(), number));
    }
  }

  private static void checkPort(PortFlags flags, String name, int port) {
    OptionalInt unused = flags.check(name, port);
  }

  /**
   * Says that the process runs, and blocks until it is told to stop; then closes it, which may take
   * as long as is set.
   *
   * @param facts what it says of itself, by their names
   * @return the exit code
   */
  int run(AutoCloseable process, Map<String, Object> facts, @Nullable Path readyFile)
      throws IOException {
    try (ReadyFile ready = new ReadyFile(readyFile)) {
      ready.write(facts);
      System.out.println(program + " running " + line(facts));
      System.out.flush();
      awaitTheEnd();
    }
    LOG.info("Stopping {}", program);
    return close(process);
  }

  private static String line(Map<String, Object> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .collect(Collectors.joining(" "));
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException toldToStop) {
      // What comes now may block, and is bounded: the thread must not look interrupted to it.
      boolean unused = Thread.interrupted();
    }
  }

  private int close(AutoCloseable process) {
    FutureTask<Void> closing =
        new FutureTask<>(
            () -> {
              process.close();
              return null;
            });
    Thread thread = new Thread(closing, "freshet-drain");
    thread.setDaemon(true);
    thread.start();
    try {
      closing.get(drainTimeout.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Stopped {}", program);
      return 0;
    } catch (TimeoutException e) {
      LOG.warn("{} not stopped within {}, the rest is cut off", program, drainTimeout);
    } catch (ExecutionException e) {
      LOG.warn("{} not stopped in order", program, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return NOT_IN_TIME;
  }
}

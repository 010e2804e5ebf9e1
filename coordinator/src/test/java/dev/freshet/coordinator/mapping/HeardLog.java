// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open. */
final class HeardLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  HeardLog(Class<?> type) {
    logger = (Logger) LoggerFactory.getLogger(type);
    lines.start();
    logger.addAppender(lines);
  }

  /** The correlations of the warnings and errors; empty texts of those without. */
  List<String> correlations() {
    return lines.list.stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getMDCPropertyMap)
        .map((Map<String, String> mdc) -> mdc.getOrDefault("correlation", ""))
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
  }
}

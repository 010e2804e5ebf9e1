// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.CommonSettings.LogFormat;
import dev.freshet.cli.config.Configuration;
import org.slf4j.LoggerFactory;

/** The log of a process of its own. Stateless. */
public final class ServiceLog {
  private static final String OURS = "dev.freshet";

  private ServiceLog() {}

  /**
   * Has the log be written as is set, and says once what else is set.
   *
   * @param program what runs
   * @param name which of them
   */
  public static void start(Configuration configuration, String program, String name) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Level level = Level.valueOf(configuration.get(CommonSettings.LOG_LEVEL).name());
    Logger ours = context.getLogger(OURS);
    Level verbose = ours.getLevel(); // null without -v
    ours.setLevel(verbose == null || verbose.isGreaterOrEqual(level) ? level : verbose);
    context.putProperty("node", name);
    if (configuration.get(CommonSettings.LOG_FORMAT) == LogFormat.JSON) {
      writeJson(context);
    }
    LoggerFactory.getLogger(ServiceLog.class)
        .info(
            "Configuration of {}: profile={} {}",
            program,
            configuration.profile().label(),
            configuration.effective().stream().filter(each -> !each.origin().isEmpty()).toList());
  }

  /** To standard error: standard output belongs to the commands. */
  private static void writeJson(LoggerContext context) {
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("json");
    appender.setTarget("System.err");
    appender.setEncoder(lines);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
  }
}

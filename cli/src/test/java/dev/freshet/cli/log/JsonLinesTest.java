// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JsonLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoggerContext context = new LoggerContext();
  private final Logger log = context.getLogger("dev.freshet.Example");
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void writeIntoAList() {
    JsonLines encoder = new JsonLines();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
          }
        };
    appender.setContext(context);
    appender.start();
    context.setMDCAdapter(((LoggerContext) LoggerFactory.getILoggerFactory()).getMDCAdapter());
    log.setLevel(Level.DEBUG);
    log.addAppender(appender);
  }

  private JsonNode line() {
    assertEquals(1, lines.size());
    String line = lines.get(0);
    assertEquals(line.length() - 1, line.indexOf('\n'), "one line, ended by a line break");
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  @Test
  void shouldHaveTheFixedKeysFirst() {
    log.warn("Revision left out: revision={}", 7);

    List<String> keys = new ArrayList<>();
    line().fieldNames().forEachRemaining(keys::add);

    assertEquals(List.of("time", "level", "logger", "thread", "message"), keys);
    assertEquals("WARN", line().get("level").asText());
    assertEquals("dev.freshet.Example", line().get("logger").asText());
    assertEquals(Thread.currentThread().getName(), line().get("thread").asText());
    assertEquals("Revision left out: revision=7", line().get("message").asText());
    assertTrue(Instant.parse(line().get("time").asText()).isBefore(Instant.MAX));
  }

  @Test
  void shouldSayWhatProcessThreadAndLineSay() {
    context.putProperty("node", "payment-api-1");
    MDC.put("correlation", "0af7651916cd43dd8448eb211c80319c");
    try {
      log.atInfo().addKeyValue("job", "recent").addKeyValue("level", "x").log("done");
    } finally {
      MDC.remove("correlation");
    }

    assertEquals("payment-api-1", line().get("node").asText());
    assertEquals("0af7651916cd43dd8448eb211c80319c", line().get("correlation").asText());
    assertEquals("recent", line().get("job").asText());
    assertEquals("INFO", line().get("level").asText());
  }

  @Test
  void shouldKeepErrorsAndLineBreaksInOneLine() {
    log.error("first\nsecond \"third\"", new IllegalStateException("bad\nluck"));

    assertEquals("first\nsecond \"third\"", line().get("message").asText());
    JsonNode error = line().get("error");
    assertEquals("java.lang.IllegalStateException", error.get("type").asText());
    assertEquals("bad\nluck", error.get("message").asText());
    assertTrue(error.get("stack").asText().contains("JsonLinesTest"), error::toString);
  }

  @Test
  void shouldWriteWhatIsNoText() {
    log.info("half a pair \ud83d of {}", (Object) null);

    assertTrue(line().get("message").asText().endsWith("of null"), line()::toString);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.Screen;
import dev.freshet.cli.ops.ApiProblem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RunFollowerTest {
  private static final JsonNode ORDERED = json("{'run': 'r-1', 'state': 'ordered'}");

  private final Queue<Object> answers = new ArrayDeque<>();
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private final StringWriter lines = new StringWriter();
  private Duration now = Duration.ZERO;

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode running(long done) {
    return json("{'state': 'running', 'keys': {'known': 100, 'done': " + done + "}}");
  }

  private static JsonNode done() {
    return json("{'state': 'done', 'keys': {'known': 100, 'done': 100}}");
  }

  private JsonNode look() {
    Object answer = answers.remove();
    if (answer instanceof RuntimeException failure) {
      throw failure;
    }
    return (JsonNode) answer;
  }

  private JsonNode follow(boolean live, Duration patience) throws InterruptedException {
    Screen screen = new Screen(new PrintStream(drawn, true, StandardCharsets.UTF_8), live);
    return new RunFollower(
            this::look,
            time -> now = now.plus(time),
            () -> now.toNanos(),
            new ProgressLines(screen, new PrintWriter(lines)))
        .follow(ORDERED, patience);
  }

  @Test
  void shouldSayEachChangeInALineUntilTheRunHasEnded() throws InterruptedException {
    answers.addAll(List.of(running(10), running(10), running(60), done()));

    JsonNode last = follow(false, Duration.ofMinutes(1));

    assertEquals(done(), last);
    assertEquals(
        """
        running  10 of 100 keys, 20/s, about 5s left
        running  60 of 100 keys, 40/s, about 1s left
        done  100 of 100 keys
        """,
        lines.toString());
    assertEquals("", drawn.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldDrawABarAnewOnATerminal() throws InterruptedException {
    answers.addAll(List.of(running(50), done()));

    JsonNode last = follow(true, Duration.ofMinutes(1));

    assertEquals(done(), last);
    String all = drawn.toString(StandardCharsets.UTF_8);
    assertEquals(4, all.split("\r\u001b\\[2K", -1).length, all);
    assertEquals(
        "[########################] 100% done  100 of 100 keys",
        all.strip().replaceAll("(?s).*\u001b\\[2K", ""));
    assertEquals("", lines.toString());
  }

  @Test
  void shouldGiveUpInTime() throws InterruptedException {
    answers.addAll(List.of(running(1), running(2), running(3)));

    assertEquals(running(2), follow(false, Duration.ofMillis(700)));
    assertEquals(Duration.ofMillis(700), now);
  }

  @Test
  void shouldOutliveACoordinatorThatIsAwayOrHasNotHeardOfTheRun() throws InterruptedException {
    answers.addAll(
        List.of(
            new ApiProblem(404, json("{'detail': 'run r-1: found none'}")),
            new ApiProblem(503, json("{'detail': 'starting'}")),
            new CommandFailure("no coordinator answers"),
            done()));

    assertEquals(done(), follow(false, Duration.ofMinutes(1)));
    assertEquals("starting\nno coordinator answers\ndone  100 of 100 keys\n", lines.toString());
  }

  @Test
  void shouldNotWaitForARunThatIsForgotten() {
    answers.addAll(List.of(running(1), new ApiProblem(404, json("{'detail': 'found none'}"))));

    assertThrows(ApiProblem.class, () -> follow(false, Duration.ofMinutes(1)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final FakeClock clock = FakeClock.create();
  private final List<Duration> pauses = new ArrayList<>();
  private final Patience patience =
      new Patience(
          Patience.DEFAULT,
          duration -> {
            pauses.add(duration);
            clock.advance(duration);
            return true;
          },
          clock.nanoTicker());
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void shouldRepeatAtGrowingDistances() {
    String answer = patience.untilAnswered(failing(8));

    assertEquals("answer", answer);
    assertEquals(
        List.of(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L),
        pauses.stream().map(Duration::toMillis).toList());
  }

  @Test
  void shouldGiveUpAfterAboutAMinute() {
    assertThrows(
        RegistryUnavailableException.class,
        () -> patience.untilAnswered(failing(Integer.MAX_VALUE)));

    Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertTrue(waited.toSeconds() >= 60 && waited.toSeconds() <= 66, waited.toString());
  }

  @Test
  void shouldWaitForRulesForAsLongAsItTakes() {
    String answer = patience.untilClosed(failing(1_000));

    assertEquals("answer", answer);
  }

  @Test
  void shouldNotRepeatOtherFailures() {
    assertThrows(
        IllegalStateException.class,
        () ->
            patience.untilAnswered(
                () -> {
                  calls.incrementAndGet();
                  throw new IllegalStateException();
                }));

    assertEquals(1, calls.get());
  }

  @Test
  void shouldStopWaitingWhenClosed() throws Exception {
    Patience real = Patience.within(Patience.DEFAULT);
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> real.untilClosed(failing(Integer.MAX_VALUE)));

    real.close();

    assertThrows(Exception.class, () -> waiting.get(1, TimeUnit.MINUTES));
    assertTrue(waiting.isCompletedExceptionally());
  }

  private Supplier<String> failing(int times) {
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw unavailable();
      }
      return "answer";
    };
  }

  /** The real exception, which only the codec makes: nothing listens on port 1. */
  private static RegistryUnavailableException unavailable() {
    AvroCodec codec = AvroCodec.forRegistry("http://127.0.0.1:1", Map.of("max.retries", 0));
    return assertThrows(
        RegistryUnavailableException.class,
        () -> codec.decodeGeneric(new RecordAddress("topic", 0, 0), new byte[] {0, 0, 0, 0, 1}));
  }
}

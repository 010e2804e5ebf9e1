// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FixtureTest {

  private final AtomicInteger localStarts = new AtomicInteger();
  private final Fixture works =
      new Fixture("Thing", "THING", this::local, FixtureTest::container, "install it");
  private final Fixture hasNoLocal =
      new Fixture("Thing", "THING", this::broken, FixtureTest::container, "install it");

  @Test
  void shouldTakeWhatTheSettingNames() {
    Fixture.Choice choice = works.choose(settings(Map.of("THING", "given:1")));

    assertEquals("given:1", choice.address());
    assertEquals("setting THING", choice.provider());
    assertTrue(choice.stop().isEmpty());
    assertEquals(0, localStarts.get());
  }

  @Test
  void shouldPreferThisMachineToDocker() {
    Fixture.Choice choice = works.choose(settings(Map.of("FRESHET_TEST_DOCKER", "1")));

    assertEquals("local:1", choice.address());
  }

  @Test
  void shouldTakeAContainerOnlyIfAsked() {
    Fixture.Choice choice = hasNoLocal.choose(settings(Map.of("FRESHET_TEST_DOCKER", "1")));

    assertEquals("container:1", choice.address());
    assertThrows(
        IllegalStateException.class,
        () -> hasNoLocal.choose(settings(Map.of("FRESHET_TEST_DOCKER", "0"))));
  }

  @Test
  void shouldFailWithTheHintAndTheReason() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> hasNoLocal.choose(settings(Map.of())));

    assertEquals(
        "Thing: no server for tests; install it, or set THING,"
            + " or set FRESHET_TEST_DOCKER=1 where there is Docker",
        failure.getMessage());
    assertEquals(new IllegalStateException("broken").toString(), failure.getCause() + "");
  }

  @Test
  void shouldStartOnceForAllTests() {
    assertEquals("local:1", works.address());
    assertEquals("local:1", works.address());

    assertEquals(1, localStarts.get());
  }

  @Test
  void shouldFailOnceForAllTests() {
    IllegalStateException first = assertThrows(IllegalStateException.class, hasNoLocal::address);
    IllegalStateException second = assertThrows(IllegalStateException.class, hasNoLocal::address);

    assertSame(first, second);
    assertEquals(1, localStarts.get());
  }

  private Fixture.Started local() {
    localStarts.incrementAndGet();
    return new Fixture.Started("local:1", () -> {});
  }

  private Fixture.Started broken() {
    localStarts.incrementAndGet();
    throw new IllegalStateException("broken");
  }

  private static Fixture.Started container() {
    return new Fixture.Started("container:1", () -> {});
  }

  private static Function<String, Optional<String>> settings(Map<String, String> values) {
    return name -> Optional.ofNullable(values.get(name));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server that tests need, found once per JVM: given by a setting, else started here, else in a
 * container if asked, else a failure with a hint. Safe for any thread.
 */
final class Fixture {

  static final String DOCKER_SETTING = "FRESHET_TEST_DOCKER";

  private final String name;
  private final String setting;
  private final Supplier<Started> local;
  private final Supplier<Started> container;
  private final String hint;

  // Guarded by this. The failure is kept too: a server that does not start is not tried per test.
  private @Nullable String address;
  private @Nullable IllegalStateException failure;

  /**
   * A server that was started for this JVM.
   *
   * @param address how clients reach it
   * @param stop what ends it
   */
  record Started(String address, AutoCloseable stop) {}

  /**
   * Where it was found.
   *
   * @param provider as a person would call it
   * @param address how clients reach it
   * @param stop what ends it, if it was started here
   */
  record Choice(String provider, String address, Optional<AutoCloseable> stop) {}

  Fixture(
      String name,
      String setting,
      Supplier<Started> local,
      Supplier<Started> container,
      String hint) {
    this.name = name;
    this.setting = setting;
    this.local = local;
    this.container = container;
    this.hint = hint;
  }

  /** The address; the first call blocks while a server starts. */
  synchronized String address() {
    if (failure != null) {
      throw failure;
    }
    if (address == null) {
      address = chooseOnce();
    }
    return address;
  }

  private String chooseOnce() {
    try {
      Choice choice = choose(Fixture::setting);
      choice.stop().ifPresent(this::stopWithThisJvm);
      System.out.printf(
          "Freshet tests: %s from %s at %s%n", name, choice.provider(), choice.address());
      return choice.address();
    } catch (IllegalStateException nothing) {
      failure = nothing;
      throw nothing;
    }
  }

  /** The choice, given the settings. */
  Choice choose(Function<String, Optional<String>> settings) {
    Optional<String> given = settings.apply(setting);
    if (given.isPresent()) {
      return new Choice("setting " + setting, given.get(), Optional.empty());
    }
    RuntimeException whyNotLocal;
    try {
      return started("this machine", local.get());
    } catch (RuntimeException unavailable) {
      whyNotLocal = unavailable;
    }
    if (settings.apply(DOCKER_SETTING).filter("1"::equals).isPresent()) {
      return started("a container", container.get());
    }
    throw new IllegalStateException(
        "%s: no server for tests; %s, or set %s, or set %s=1 where there is Docker"
            .formatted(name, hint, setting, DOCKER_SETTING),
        whyNotLocal);
  }

  private static Choice started(String provider, Started started) {
    return new Choice(provider, started.address(), Optional.of(started.stop()));
  }

  private void stopWithThisJvm(AutoCloseable stop) {
    Runnable close =
        () -> {
          try {
            stop.close();
          } catch (Exception failed) {
            throw new IllegalStateException(name + ": does not stop", failed);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(close, name + "-stop"));
  }

  private static Optional<String> setting(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(name)))
        .filter(value -> !value.isBlank());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

/**
 * The schema registry of this JVM's tests, with Confluent's API: {@code
 * FRESHET_TEST_REGISTRY=http://…} (environment or system property), else Apicurio as a child
 * process. One for all tests: use {@link Environments#unique()} in subjects. Safe for any thread.
 */
public final class RegistryFixture {

  private static final Fixture FIXTURE =
      new Fixture(
          "Schema registry",
          "FRESHET_TEST_REGISTRY",
          RegistryFixture::apicurio,
          Containers::registry,
          "unpack Apicurio with 'mvn -pl testkit process-resources'");

  private RegistryFixture() {}

  /**
   * For {@code schema.registry.url}. The first call blocks while a server starts, about five
   * seconds.
   *
   * @throws IllegalStateException with a hint if there is none
   */
  public static String url() {
    return FIXTURE.address();
  }

  private static Fixture.Started apicurio() {
    Apicurio apicurio = Apicurio.start();
    return new Fixture.Started(apicurio.url(), apicurio);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationTest {
  @TempDir private Path directory = Path.of("");
  private final Map<String, String> flags = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setWhatIsMandatory() {
    environment.put("FRESHET_KAFKA_BOOTSTRAP", "kafka:9092");
    environment.put("FRESHET_SCHEMA_REGISTRY_URL", "http://registry:8081");
  }

  private Configuration read(Program program) {
    return Configuration.read(program, flags, environment);
  }

  private String origin(String name) {
    return read(Program.COORDINATOR).effective().stream()
        .filter(each -> each.name().equals(name))
        .map(Configuration.Effective::origin)
        .findFirst()
        .orElseThrow();
  }

  private void file(String name, String text) throws IOException {
    flags.put("freshet.config", Files.writeString(directory.resolve(name), text).toString());
  }

  @Test
  void shouldHeedEachSourceBeforeTheNext() throws IOException {
    Setting<OptionalInt> port = CoordinatorSettings.API_PORT;

    assertEquals(OptionalInt.of(8080), read(Program.COORDINATOR).get(port));
    assertEquals("default", origin(port.name()));

    file("a.yaml", "freshet: {api: {port: 1}}\n");
    assertEquals(OptionalInt.of(1), read(Program.COORDINATOR).get(port));
    assertEquals(directory.resolve("a.yaml").toString(), origin(port.name()));

    file("a.yaml", "freshet: {api: {port: 1}}\n'%production': {freshet.api.port: 2}\n");
    assertEquals(OptionalInt.of(2), read(Program.COORDINATOR).get(port));
    assertEquals(directory.resolve("a.yaml") + " for production", origin(port.name()));

    environment.put("FRESHET_API_PORT", "3");
    assertEquals(OptionalInt.of(3), read(Program.COORDINATOR).get(port));
    assertEquals("FRESHET_API_PORT", origin(port.name()));

    flags.put(port.name(), "4");
    assertEquals(OptionalInt.of(4), read(Program.COORDINATOR).get(port));
    assertEquals("--http-port", origin(port.name()));
  }

  @Test
  void shouldHaveDefaultsForEachProfile() {
    environment.clear();
    environment.put("FRESHET_PROFILE", "dev");

    Configuration dev = read(Program.WORKER).orThrow();

    assertEquals(Profile.DEV, dev.profile());
    assertEquals("127.0.0.1:9092", dev.get(CommonSettings.KAFKA_BOOTSTRAP));
    assertEquals(CommonSettings.LogFormat.TEXT, dev.get(CommonSettings.LOG_FORMAT));
    assertEquals("profile dev", origin("freshet.kafka.bootstrap"));

    flags.put("freshet.profile", "staging");
    Configuration staging = read(Program.WORKER);

    assertEquals(Profile.STAGING, staging.profile());
    assertEquals(CommonSettings.LogFormat.JSON, staging.get(CommonSettings.LOG_FORMAT));
    assertEquals(Optional.empty(), staging.find(CommonSettings.KAFKA_BOOTSTRAP));
  }

  @Test
  void shouldPreferTheFileToTheDefaultsOfAProfile() throws IOException {
    file("a.properties", "freshet.log.format=text\n%dev.freshet.log.format=json\n");

    assertEquals(
        CommonSettings.LogFormat.TEXT, read(Program.COORDINATOR).get(CommonSettings.LOG_FORMAT));
  }

  @Test
  void shouldReportAllThatIsWrongAtOnce() throws IOException {
    file("a.yaml", "freshet:\n  api.prot: 1\n  log: {level: loud}\n  topics: {replication: 0}\n");
    environment.remove("FRESHET_KAFKA_BOOTSTRAP");
    environment.put("FRESHET_SCHEMA_REGISTRY_URL", "registry:8081");
    environment.put("FRESHET_API_PROT", "1");
    flags.put("freshet.api.port", "eighty");
    flags.put("freshet.drain-timeout", "0s");

    WrongSettingsException wrong =
        assertThrows(WrongSettingsException.class, read(Program.COORDINATOR)::orThrow);

    String file = directory.resolve("a.yaml").toString();
    assertEquals(
        List.of(
            "environment: unknown variable FRESHET_API_PROT, did you mean `FRESHET_API_PORT`?",
            file + ":2:13: unknown setting freshet.api.prot, did you mean `freshet.api.port`?",
            "freshet.drain-timeout (--drain-timeout): found '0s', expected a time such as 250ms,"
                + " 5s, 2m, 1h or 7d",
            "freshet.kafka.bootstrap: found nothing, expected host:port, several with commas; set"
                + " --bootstrap, FRESHET_KAFKA_BOOTSTRAP or the key in a file",
            "freshet.schema-registry.url (FRESHET_SCHEMA_REGISTRY_URL): found 'registry:8081',"
                + " expected http:// or https:// and a host, several with commas",
            "freshet.log.level (" + file + "): found 'loud', expected error, warn, info or debug",
            "freshet.api.port (--http-port): found 'eighty', expected a port from 0 (any) to"
                + " 65535, or off",
            "freshet.topics.replication ("
                + file
                + "): found '0', expected a whole number from 1"
                + " to 100"),
        wrong.problems());
    assertEquals("found 8 settings that are wrong or missing", wrong.getMessage());
  }

  @Test
  void shouldNotMindWhatOtherProgramsRead() {
    environment.put("FRESHET_REDIS_TIMEOUT", "soon");

    assertEquals(List.of(), read(Program.COORDINATOR).problems());
    assertEquals(1, read(Program.WORKER).problems().size());
  }

  @Test
  void shouldCountAnEmptyVariableAsNotSet() {
    environment.put("FRESHET_API_PORT", " ");

    assertEquals(OptionalInt.of(8080), read(Program.COORDINATOR).get(CoordinatorSettings.API_PORT));
  }

  @Test
  void shouldLeaveVariablesOfOthersAlone() {
    environment.put("FRESHET_JAVA_OPTS", "-Xmx1g");
    environment.put("FRESHET_TEST_KAFKA", "x");
    environment.put("PATH", "/bin");

    assertEquals(List.of(), read(Program.COORDINATOR).problems());
  }

  @Test
  void shouldPassOnTheSettingsOfKafkaClients() throws IOException {
    file("a.yaml", "freshet.kafka.properties: {ssl.truststore.location: /t, client.rack: a}\n");
    environment.put("FRESHET_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("FRESHET_KAFKA_PROPERTIES_CLIENT_RACK", "b");

    assertEquals(
        Map.of(
            "client.rack", "b", "security.protocol", "SASL_SSL", "ssl.truststore.location", "/t"),
        read(Program.WORKER).orThrow().family(CommonSettings.KAFKA_PROPERTIES));
  }

  @Test
  void shouldFindMistypedSettingsOfKafkaClients() {
    environment.put("FRESHET_KAFKA_PROPERTIES_SECURITY_PROTCOL", "SSL");
    environment.put("FRESHET_KAFKA_PROPERTIES_MY_REPORTER_COLOUR", "blue");

    assertEquals(
        List.of(
            "freshet.kafka.properties.security.protcol (environment): unknown, did you mean"
                + " `security.protocol`?"),
        read(Program.WORKER).problems());
  }

  @Test
  void shouldShowNoSecret() throws IOException {
    file(
        "a.yaml",
        """
        freshet:
          redis: {uri: "redis://app:hush-1@redis:6379", password: hush-2, timeout: hush-9}
          schema-registry: {url: "ftp://app:hush-3@registry", user-info: "app:hush-4"}
          kafka.properties:
            sasl.jaas.config: hush-5
            ssl.keystore.password: hush-6
            ssl.keystore.key: hush-7
        """);
    environment.remove("FRESHET_SCHEMA_REGISTRY_URL");

    Configuration configuration = read(Program.WORKER);

    String shown = configuration.effective() + "\n" + configuration.problems();
    assertFalse(shown.replace("hush-9", "").contains("hush"), shown);
    assertTrue(shown.contains("redis://***@redis:6379"), shown);
    assertTrue(shown.contains("freshet.redis.password=***"), shown);
    assertTrue(shown.contains("found 'ftp://***@registry'"), shown);
    assertEquals(Optional.of("hush-2"), configuration.find(WorkerSettings.REDIS_PASSWORD));
  }

  @Test
  void shouldRefuseAProfileThatIsNone() {
    flags.put("freshet.profile", "test");

    assertEquals(
        List.of("freshet.profile (--profile): found 'test', expected dev, staging or production"),
        read(Program.COORDINATOR).problems());
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "90s, PT1M30S",
    "2m, PT2M",
    "1h, PT1H",
    "7d, PT168H",
  })
  void shouldReadTimes(String text, Duration expected) {
    flags.put("freshet.drain-timeout", text);

    assertEquals(expected, read(Program.WORKER).orThrow().get(CommonSettings.DRAIN_TIMEOUT));
  }

  @ParameterizedTest
  @CsvSource({
    "freshet.api.port, -1",
    "freshet.api.port, 65536",
    "freshet.alerts.hit-rate, 1.1",
    "freshet.alerts.hit-rate, NaN",
    "freshet.alerts.redis-down, yes",
    "freshet.environment, a b",
    "freshet.kafka.bootstrap, kafka",
    "freshet.kafka.bootstrap, 'a:1,'",
    "freshet.drain-timeout, 5",
    "freshet.topics.sizing, large",
  })
  void shouldRefuseValuesThatDoNotFit(String name, String value) {
    flags.put(name, value);

    List<String> problems = read(Program.COORDINATOR).problems();

    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("found '" + value + "', expected "), problems::toString);
  }

  @Test
  void shouldTakeOffForNoPort() {
    flags.put("freshet.api.port", "off");

    assertEquals(OptionalInt.empty(), read(Program.COORDINATOR).get(CoordinatorSettings.API_PORT));
  }

  /** Two settings of one name in one source would hide each other. */
  @ParameterizedTest
  @EnumSource(Program.class)
  void shouldGiveEverySettingItsOwnNames(Program program) {
    List<Setting<?>> settings = Settings.of(program);

    assertEquals(settings.size(), settings.stream().map(Setting::variable).distinct().count());
    List<String> flags =
        settings.stream()
            .map(each -> String.valueOf(each.flag()))
            .filter(f -> !f.equals("null"))
            .toList();
    assertEquals(flags.size(), flags.stream().distinct().count());
  }

  @Test
  void shouldReadEveryDefault() {
    for (Profile profile : Profile.values()) {
      flags.put("freshet.profile", profile.label());
      for (Program program : Program.values()) {
        assertEquals(List.of(), read(program).problems());
      }
    }
  }
}

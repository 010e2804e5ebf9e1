// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cli.config.WrongSettingsException;
import dev.freshet.rules.source.SourceText;
import dev.freshet.worker.source.http.EndpointSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileTest {
  private static final String HEAD =
      """
      apiVersion: freshet.dev/v1
      kind: Sources
      """;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("DB", "db:5432", "DB_PASSWORD", "s3cret}$", "TOKEN", "t0ken");

  @Test
  void shouldReadAllThatIsThere() {
    SourcesFile file =
        read(
            HEAD
                + """
                dataSources:
                  payments:
                    url: jdbc:postgresql://${DB}/payments
                    user: reader
                    password: ${DB_PASSWORD}
                    poolSize: 8
                    timeout: 10s
                  users: {url: "jdbc:postgresql://users/$${x}"}
                endpoints:
                  profiles:
                    url: http://profiles:8080/api
                    headers: {Authorization: "Bearer ${TOKEN}", X-Plain: "1"}
                    timeout: 2s
                    concurrency: 3
                loaders:
                  - region: payment:recent
                    jdbc:
                      dataSource: payments
                      query: select * from payments where user_id = any(:userId[])
                      maxBatch: 50
                  - region: user:profile
                    http: {endpoint: profiles, path: "/users/{userId}"}
                """);

    assertEquals(
        Map.of(
            "payments",
            new SourcesFile.DataSource(
                "payments",
                "jdbc:postgresql://db:5432/payments",
                "reader",
                "s3cret}$",
                8,
                Duration.ofSeconds(10)),
            "users",
            new SourcesFile.DataSource(
                "users", "jdbc:postgresql://users/${x}", null, null, 4, Duration.ofMinutes(1))),
        file.dataSources());
    assertEquals(
        Map.of(
            "profiles",
            EndpointSettings.at("profiles", URI.create("http://profiles:8080/api"))
                .withHeaders(Map.of("Authorization", "Bearer t0ken", "X-Plain", "1"))
                .withTimeout(Duration.ofSeconds(2))
                .withConcurrency(3)),
        file.endpoints());
    assertEquals(
        List.of(
            new SourcesFile.Loader.Jdbc(
                "payment:recent",
                "payments",
                "select * from payments where user_id = any(:userId[])",
                50,
                List.of("userId")),
            new SourcesFile.Loader.Http(
                "user:profile", "profiles", "/users/{userId}", List.of("userId"))),
        file.loaders());
  }

  @Test
  void shouldSayAllThatIsWrongAtOnce() {
    assertEquals(
        List.of(
            "s.yaml:1:13: found 'freshet.dev/v2', expected 'freshet.dev/v1'",
            "s.yaml:4:10: key `url` is missing",
            "s.yaml:5:3: found 'a:b', expected a name of letters, digits, dots, underscores and"
                + " dashes",
            "s.yaml:7:10: found another URL, expected one of JDBC:"
                + " jdbc:postgresql://host:5432/database",
            "s.yaml:8:5: unknown key `pasword` in a data source, did you mean `password`?",
            "s.yaml:9:15: found '0', expected a whole number above zero",
            "s.yaml:10:14: found '2d', expected a time of at most 1d",
            "s.yaml:12:28: found no variable NO_TOKEN in the environment",
            "s.yaml:12:49: found no variable NO_URL in the environment",
            "s.yaml:13:20: found an endpoint that cannot be: endpoint secretive: url: cannot be this,"
                + " expected one without user, query and fragment",
            "s.yaml:15:5: a loader has the keys [region], expected exactly one of jdbc, http",
            "s.yaml:17:24: found the data source 'paymets', expected one of [payments, users],"
                + " did you mean `payments`?",
            "s.yaml:17:40: query: found no hole, expected all of one kind:"
                + " such as :userId for one, :userId[] for many",
            "s.yaml:19:38: path: found /users, expected a hole for the key, such as /users/{userId}",
            "s.yaml:22:13: region `c` has two loaders, expected one"),
        problems(
            """
            apiVersion: freshet.dev/v2
            kind: Sources
            dataSources:
              users: {user: "u:s3cret"}
              "a:b": {url: "jdbc:x"}
              payments:
                url: postgresql://u:s3cret@db/payments
                pasword: s3cret
                poolSize: 0
                timeout: 2d
            endpoints:
              profiles: {headers: {A: "${NO_TOKEN}"}, url: "${NO_URL}"}
              secretive: {url: "http://u:s3cret@host"}
            loaders:
              - region: a
              - region: b
                jdbc: {dataSource: paymets, query: "select 1"}
              - region: d
                http: {endpoint: profiles, path: /users}
              - region: c
                http: {endpoint: profiles, path: "/c/{id}"}
              - region: c
                http: {endpoint: profiles, path: "/c/{id}"}
            """));
  }

  /** In places where people put them by mistake. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dataSources: jdbc:postgresql://u:s3cret@db/payments",
        "dataSources: {payments: \"jdbc:postgresql://u:s3cret@db/payments\"}",
        "dataSources: {payments: {url: \"postgresql://u:s3cret@db\"}}",
        "dataSources: {payments: {url: {s3cret: x}}}",
        "endpoints: {profiles: {url: \"http://u:s3cret@host\"}}",
        "endpoints: {profiles: {url: \"http://a b:s3cret@host\"}}",
        "endpoints: {profiles: {url: \"http://h\", headers: \"Bearer s3cret\"}}",
        "endpoints: {profiles: {url: \"http://h\", headers: [\"Bearer s3cret\"]}}",
        "endpoints: {profiles: {url: \"http://h\", headers: {A: \"s3cret\\nB: c\"}}}",
        "endpoints: {profiles: {url: \"http://h\", headers: {A: [s3cret]}}}",
        "dataSources: {payments: {url: \"jdbc:x\", password: *s3cret}}",
        "dataSources: {payments: {url: \"jdbc:x\", password: !s3cret x}}",
        "dataSources: {payments: {url: \"jdbc:x\", password: \"${s3cret\"}}",
      })
  void shouldShowNoSecretWhateverIsWrong(String text) {
    List<String> problems = problems(HEAD + text);

    assertFalse(problems.isEmpty());
    assertFalse(problems.toString().contains("s3cret"), problems.toString());
  }

  @Test
  void shouldShowNoSecretAsText() {
    SourcesFile file =
        read(
            HEAD
                + """
                dataSources: {p: {url: "jdbc:x://s3cret", user: s3cret, password: s3cret}}
                endpoints: {e: {url: "http://s3cret/", headers: {A: s3cret}}}
                """);

    assertFalse(file.toString().contains("s3cret"), file.toString());
  }

  @Test
  void shouldSayThatThereIsNoFile() {
    WrongSettingsException missing =
        assertThrows(
            WrongSettingsException.class,
            () -> SourcesFile.read(Path.of("/no/such/file"), Map.of()));

    assertEquals(
        List.of("/no/such/file: found no file, expected one with sources"), missing.problems());
  }

  @Test
  void shouldSayThatNobodyKnowsTheDatabase() {
    SourcesFile file = read(HEAD + "dataSources: {p: {url: \"jdbc:nothing://u:s3cret@db/x\"}}");

    WrongSettingsException unknown =
        assertThrows(WrongSettingsException.class, () -> WorkerSources.open(file));

    assertEquals(
        List.of(
            "data source p: url: found one that no driver here takes, expected one such as"
                + " jdbc:postgresql://host:5432/database"),
        unknown.problems());
  }

  private static SourcesFile read(String text) {
    return SourcesFile.read(new SourceText("s.yaml", text), ENVIRONMENT);
  }

  private static List<String> problems(String text) {
    return assertThrows(WrongSettingsException.class, () -> read(text)).problems();
  }
}

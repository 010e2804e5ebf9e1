// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private static final Health.Check GOOD = new Health.Check("rules", true, "read");
  private static final Health.Check BAD = new Health.Check("streams", false, "REBALANCING");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Health health = new Health(true, true, List.of(GOOD));
  private final ManagementServer http =
      ManagementServer.listen("127.0.0.1", 0, () -> health, meters);

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void shouldBeReadyIfAllChecksPass() throws Exception {
    assertTrue(health.isReady());
    assertEquals("200 ok\n", get("/readyz"));
    assertEquals("200 [+]rules read\n", get("/readyz?verbose"));
  }

  @Test
  void shouldSayWhyItIsNotReady() throws Exception {
    health = new Health(true, true, List.of(BAD, GOOD));

    assertFalse(health.isReady());
    assertEquals("503 [-]streams REBALANCING\n[+]rules read\n", get("/readyz"));
    assertEquals("200 ok\n", get("/livez"));
  }

  @Test
  void shouldNotBeAliveOnceOnlyRestartHelps() throws Exception {
    health = new Health(true, false, List.of(BAD));

    assertEquals("503 [-]streams REBALANCING\n", get("/livez"));
  }

  @Test
  void shouldNotHaveStartedUntilItHas() throws Exception {
    health = new Health(false, true, List.of(GOOD));

    assertFalse(health.isReady());
    assertEquals("503 starting\n[+]rules read\n", get("/startupz"));
    assertEquals("200 ok\n", get("/livez"));
    health = new Health(true, true, List.of(BAD));
    assertEquals("200 ok\n", get("/startupz"));
  }

  @Test
  void shouldLeaveOutWhatIsExcluded() throws Exception {
    health = new Health(true, true, List.of(BAD, GOOD));

    assertEquals("200 ok\n", get("/readyz?exclude=streams"));
    assertEquals("200 [+]rules read\n", get("/readyz?exclude=streams&verbose"));
    assertEquals("503 [-]streams REBALANCING\n", get("/readyz?exclude=rules"));
    assertEquals(
        "503 warn: no check sterams to exclude\n[-]streams REBALANCING\n[+]rules read\n",
        get("/readyz?exclude=sterams"));
  }

  @Test
  void shouldAnswerForOneCheck() throws Exception {
    health = new Health(true, true, List.of(BAD, GOOD));

    assertEquals("200 [+]rules read\n", get("/readyz/rules"));
    assertEquals("503 [-]streams REBALANCING\n", get("/readyz/streams"));
    assertEquals(
        "404 check redis: not known, expected one of [streams, rules]\n", get("/readyz/redis"));
  }

  @Test
  void shouldAnswerUnderTheOtherNamesToo() throws Exception {
    assertEquals("200 ok\n", get("/health/live"));
    assertEquals("200 [+]rules read\n", get("/health/ready?verbose"));
    assertEquals("200 ok\n", get("/health/started"));
  }

  @Test
  void shouldServeMetrics() throws Exception {
    meters.counter("freshet.commands", "rule", "set/id").increment();

    assertTrue(get("/metrics").contains("freshet_commands_total{rule=\"set/id\"} 1.0"));
  }

  @Test
  void shouldNamePortThatIsTaken() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> ManagementServer.listen("127.0.0.1", http.port(), () -> health, meters));

    assertTrue(String.valueOf(refusal.getMessage()).startsWith("http port " + http.port()));
  }

  private String get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + http.port() + path);
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}

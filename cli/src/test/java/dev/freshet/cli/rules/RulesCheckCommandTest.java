// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.cli.UsageFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesCheckCommandTest {
  private static final String SHOP =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - {name: cart, key: "cart:{userId}", ttl: 10d}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
        - {id: placed, event: order.placed, invalidate: [{key: "cart:{userId}"}]}
      """;

  @TempDir Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeRules() throws IOException {
    Files.writeString(directory.resolve("shop.yaml"), SHOP);
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new RulesCheckCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          err.append(e.getMessage());
          return e instanceof UsageFailure ? 2 : -1;
        });
    return line.execute(arguments);
  }

  @Test
  void shouldFailOnWarningsOnlyIfAsked() {
    int onErrors = run(directory.toString());
    int onWarnings = run(directory.toString(), "--fail-on", "warn");

    assertEquals(0, onErrors);
    assertEquals(1, onWarnings);
    assertTrue(out.toString().startsWith("warning[R066] values of region `cart` live 10d"));
    assertTrue(out.toString().endsWith("\n0 errors, 1 warning in 1 file (1 rule)\n"));
    assertEquals("", err.toString());
  }

  @Test
  void shouldGoByTheRetention() {
    assertEquals(0, run(directory.toString(), "--fail-on", "warn", "--retention", "10d"));
    assertEquals(2, run(directory.toString(), "--retention", "0"));
    assertEquals("--retention: found 0, expected a time such as 7d", err.toString());
  }

  @Test
  void shouldReportFilesThatCannotBeDecodedBesideTheOthers() throws Exception {
    Files.write(directory.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe4});
    Path shop = directory.resolve("shop.yaml");

    int code = run(directory.toString(), shop.toString(), "--format", "json");

    assertEquals(1, code);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertEquals(
        List.of("R001", "R066"), report.get("issues").findValuesAsText("code"), out::toString);
    assertEquals(2, report.at("/summary/files").intValue());
    assertEquals(1, report.at("/summary/rules").intValue());
  }

  @Test
  void shouldReadStandardInput() {
    var before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("rules: [".getBytes(StandardCharsets.UTF_8)));

      int code = run("-", "--format", "github");

      assertEquals(1, code);
      assertTrue(out.toString().startsWith("::error file=standard input,line=1,"), out::toString);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void shouldAskForOwners() {
    assertEquals(1, run(directory.toString(), "--require-owner"));
    assertTrue(out.toString().contains("error[R068] found the owner 'shop-team'"), out::toString);
    assertEquals(0, run(directory.toString(), "--known-owner", "@acme/*,shop-*"));
    assertEquals(1, run(directory.toString(), "--known-owner", "@acme/*", "--known-owner", "x"));
  }

  @Test
  void shouldCheckFieldsAgainstSchemasBesideTheRules() throws IOException {
    Files.writeString(
        directory.resolve("order.avsc"),
        """
        {"type": "record", "name": "OrderPlaced", "eventType": "order.placed",
         "fields": [{"name": "usrId", "type": "long"}]}
        """);

    int code = run(directory.toString());

    assertEquals(1, code);
    assertTrue(out.toString().contains("error[R021] unknown field `userId`"), out::toString);
    assertTrue(out.toString().contains("did you mean `usrId`?"), out::toString);
  }

  @Test
  void shouldAskACoordinatorWhoLoadsTheRegionsOfJobs() throws IOException {
    Files.writeString(
        directory.resolve("jobs.yaml"),
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: jobs, owner: shop-team}
        regions:
          - {name: stock, key: "stock:{article}", ttl: 1h}
          - {name: price, key: "price:{article}", ttl: 1h}
        ---
        apiVersion: freshet.dev/v1
        kind: WarmupJobs
        metadata: {name: jobs, owner: shop-team}
        jobs:
          - {id: stocks, region: stock, every: 1h, keys: {hottest: 10}}
          - {id: prices, region: price, every: 1h, keys: {hottest: 10}}
        """);
    String file = directory.resolve("jobs.yaml").toString();
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/api/v1/capabilities", RulesCheckCommandTest::answer);
    api.start();
    String url = "http://127.0.0.1:" + api.getAddress().getPort();
    try {
      assertEquals(0, run(file, "--fail-on", "warn"));
      assertEquals(1, run(file, "--fail-on", "warn", "--url", url));
      assertTrue(out.toString().contains("[R075] no registered service loads region 'price'"));
      assertFalse(out.toString().contains("region 'stock'"), out::toString);
    } finally {
      api.stop(0);
    }

    assertEquals(-1, run(file, "--url", url));
    assertTrue(err.toString().startsWith("--url: no coordinator answers at " + url));
    assertEquals(0, run(file, "--fail-on", "warn", "--url", url, "--offline"));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body =
          "{\"holds\": [{\"region\": \"price\"}], \"loads\": [{\"region\": \"stock\"}]}"
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}

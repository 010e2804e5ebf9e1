// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiExamTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldNameMembersThatAreNotWell() throws JsonProcessingException {
    List<String> found =
        found(
            """
            {"service": "a", "instance": "1", "state": "up"}""",
            """
            {"service": "a", "instance": "2", "state": "suspect", "reason": "silent",
             "clockOffMs": -3600000}""",
            """
            {"service": "a", "instance": "3", "state": "gone", "reason": "left"}""");

    assertEquals(
        List.of(
            "2 of 3 are there",
            "a/2 is suspect: silent",
            "a/3 is gone: left",
            "that of a/2 is -3600.0 s off"),
        found);
  }

  @Test
  void shouldNameAFewOfMany() throws JsonProcessingException {
    List<String> found =
        found(
            IntStream.range(0, 1_000)
                .mapToObj(
                    i -> "{\"service\":\"a\",\"instance\":\"%d\",\"state\":\"gone\"}".formatted(i))
                .toArray(String[]::new));

    assertEquals(12, found.size());
    assertEquals("0 of 1000 are there", found.get(0));
    assertEquals("a/9 is gone: ", found.get(10));
    assertEquals("990 others are not up either", found.get(11));
  }

  private static List<String> found(String... members) throws JsonProcessingException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String member : members) {
      nodes.add(JSON.readTree(member));
    }
    return ApiExam.members(nodes).stream().map(Finding::message).toList();
  }

  @Test
  void shouldLookAtAllPages() throws IOException, InterruptedException {
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/nodes",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          asked.add(query);
          byte[] page =
              (query.contains("pageToken")
                      ? "{\"items\":[{\"service\":\"a\",\"instance\":\"2\",\"state\":\"gone\"}]}"
                      : "{\"items\":[{\"service\":\"a\",\"instance\":\"1\",\"state\":\"up\"}],"
                          + "\"nextPageToken\":\"a b=\"}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();

      List<String> found =
          new ApiExam(url + "/", InstantSource.system())
              .run().stream().map(Finding::message).toList();

      assertEquals(List.of("pageSize=500", "pageSize=500&pageToken=a+b%3D"), asked);
      assertEquals(url + " answers", found.get(0));
      assertEquals(
          List.of("1 of 2 are there", "a/2 is gone: "),
          found.subList(found.size() - 2, found.size()));
    } finally {
      server.stop(0);
    }
  }
}

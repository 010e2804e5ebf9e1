// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Answers as a coordinator would, from files: {@code GET api v1 services.200.json} is what {@code
 * GET /api/v1/services} gets. Remembers what it was asked.
 */
final class CannedApi implements AutoCloseable {
  private final Path answers;
  private final Map<String, String> made;
  private final HttpServer server;
  private final List<String> asked = new ArrayList<>();

  /**
   * Starts to answer.
   *
   * @param answers the files
   * @param made answers that are no files, by the same names
   */
  CannedApi(Path answers, Map<String, String> made) throws IOException {
    this.answers = answers;
    this.made = made;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The requests since the last call, each in a line. */
  synchronized List<String> asked() {
    List<String> since = List.copyOf(asked);
    asked.clear();
    return since;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String question = uri + (query == null ? "" : "?" + query);
    remember(exchange.getRequestMethod() + " " + question + (body.isEmpty() ? "" : " " + body));
    String name = exchange.getRequestMethod() + question.replaceAll("[/?]", " ");
    String answer = made.get(name);
    if (answer != null) {
      send(exchange, 200, "application/json", answer.getBytes(StandardCharsets.UTF_8));
      exchange.close();
      return;
    }
    try (exchange;
        Stream<Path> files = Files.list(answers)) {
      Path file =
          files
              .filter(each -> name(each).matches("\\Q" + name + "\\E\\.\\d+\\..*"))
              .findFirst()
              .orElse(null);
      if (file == null) {
        send(exchange, 404, "text/plain", "no such path".getBytes(StandardCharsets.UTF_8));
        return;
      }
      int status = Integer.parseInt(name(file).replaceAll(".*\\.(\\d+)\\.\\w+", "$1"));
      String type = file.toString().endsWith("html") ? "text/html" : "application/json";
      send(exchange, status, type, Files.readAllBytes(file));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private synchronized void remember(String request) {
    asked.add(request);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

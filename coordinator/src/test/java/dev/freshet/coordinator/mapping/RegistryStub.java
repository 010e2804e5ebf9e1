// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema registry that gives back what was registered, and is down at will. */
final class RegistryStub implements AutoCloseable {
  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean down;

  RegistryStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void setDown(boolean isDown) {
    down = isDown;
  }

  int refusals() {
    return refusals.get();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    String body = down ? "{\"error_code\": 50301, \"message\": \"down\"}" : answer(path, asked);
    if (down) {
      refusals.incrementAndGet();
    }
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(down ? 503 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** What registers a schema has the same shape as what describes it. */
  private String answer(String path, String asked) {
    if (asked.isEmpty()) {
      return schemas.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
    }
    schemas.add(asked);
    return "{\"id\": " + (schemas.size() - 1) + "}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Calls operations of a coordinator and holds each answer against the document that it serves.
 * Notes which operations were called. Safe for any thread.
 */
public final class ContractClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final Contract contract;
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  /** A client of the coordinator at a port of this machine. */
  public ContractClient(int port) throws IOException, InterruptedException {
    base = "http://127.0.0.1:" + port;
    contract = new Contract(raw(get("/openapi.json")).body());
  }

  /** What came back. */
  public record Reply(int status, HttpResponse<String> http) {
    /** The body, which must be an object. */
    public JsonObject json() {
      return new JsonObject(http.body());
    }

    /** The only value of a header; empty if there is none. */
    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  /** A request for a path of the API. */
  public HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  /** A request with a body. */
  public HttpRequest.Builder post(String path, String contentType, String body) {
    return get(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body));
  }

  /** Sends a request for what the document does not describe. */
  public HttpResponse<String> raw(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Calls an operation and checks its answer. */
  public Reply call(HttpRequest.Builder request) {
    return callAsync(request).join();
  }

  /** Calls an operation, and checks its answer once it comes. */
  public CompletableFuture<Reply> callAsync(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    return http.sendAsync(built, HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> checked(built, response));
  }

  private Reply checked(HttpRequest request, HttpResponse<String> response) {
    Contract.Operation operation =
        contract
            .find(request.method(), request.uri().getPath())
            .orElseThrow(() -> new AssertionError("no operation: " + request.uri()));
    called.add(operation.id());
    String contentType = response.headers().firstValue("Content-Type").orElse("");
    assertEquals(
        List.of(),
        contract.problems(operation, response.statusCode(), contentType, response.body()),
        () -> operation.id() + ": " + response.statusCode() + " " + response.body());
    return new Reply(response.statusCode(), response);
  }

  /** Whether every operation with one of these tags was called. */
  public void assertAllCalled(Set<String> tags) {
    Set<String> expected =
        contract.operations().stream()
            .filter(operation -> operation.tags().stream().anyMatch(tags::contains))
            .map(Contract.Operation::id)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>(called);
    found.retainAll(expected);
    assertEquals(expected, found);
  }
}

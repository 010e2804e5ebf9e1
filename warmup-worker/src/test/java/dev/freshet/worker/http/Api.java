// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client of a node's API, of the kind that any language has. */
public final class Api {
  /** Longer than whatever a test lets a request wait for. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String root;

  public Api(int port) {
    this.root = "http://127.0.0.1:" + port;
  }

  /** An answer with its body as text. */
  public record Reply(int status, HttpResponse<String> response) {
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return response.body();
    }

    public JsonObject json() {
      return new JsonObject(response.body());
    }

    /** The code of a problem. */
    public String code() {
      String type = json().getString("type");
      return type.substring(type.lastIndexOf('/') + 1);
    }

    public String detail() {
      return json().getString("detail");
    }
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  public CompletableFuture<Reply> getAsync(String path) {
    return sendAsync(request(path).GET());
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  public CompletableFuture<Reply> deleteAsync(String path) {
    return sendAsync(request(path).DELETE());
  }

  public Reply put(String path, String json, String... headers) {
    return put(path, json.getBytes(UTF_8), "application/json", headers);
  }

  public Reply put(String path, byte[] body, String contentType, String... headers) {
    return send(putting(path, body, contentType, headers));
  }

  public CompletableFuture<Reply> putAsync(String path, String json, String... headers) {
    return sendAsync(putting(path, json.getBytes(UTF_8), "application/json", headers));
  }

  private HttpRequest.Builder putting(
      String path, byte[] body, String contentType, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", contentType)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    return headers.length == 0 ? request : request.headers(headers);
  }

  public Reply post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(TIMEOUT);
  }

  private static CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
    return CLIENT
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> new Reply(response.statusCode(), response));
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

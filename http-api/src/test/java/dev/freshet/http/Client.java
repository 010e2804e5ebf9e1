// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Sends requests to a server of this machine, with Java's own client. */
record Client(int port) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer, read. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonObject json() {
      return new JsonObject(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The code of a problem, from its type. */
    String code() {
      return header("Content-Type").equals("application/problem+json")
          ? json().getString("type").replace("/problems/", "")
          : "no problem";
    }

    String detail() {
      return json().getString("detail");
    }

    JsonObject error(int index) {
      return json().getJsonArray("errors").getJsonObject(index);
    }
  }

  Reply get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Reply json(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send(method, path, BodyPublishers.ofString(body), all);
  }

  Reply send(String method, String path, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Reply(HTTP.send(request.build(), BodyHandlers.ofString()));
  }

  /** Sends, and waits for nothing. */
  CompletableFuture<Reply> getAsync(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HTTP.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .thenApply(Reply::new);
  }
}

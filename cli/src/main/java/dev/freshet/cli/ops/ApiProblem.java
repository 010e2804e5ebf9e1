// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The coordinator answered with a problem (RFC 9457). */
public final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int FIRST_OF_SERVER = 500;

  private final int status;
  private final transient JsonNode problem;

  /** A problem as it came. */
  public ApiProblem(int status, JsonNode problem) {
    super(text(status, problem));
    this.status = status;
    this.problem = problem;
  }

  private static String text(int status, JsonNode problem) {
    String title = problem.path("title").asText("status " + status);
    String detail = problem.path("detail").asText("");
    return detail.isEmpty() ? title : detail;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** Whether the request is to blame, not the server. */
  public boolean isRefusal() {
    return status < FIRST_OF_SERVER;
  }

  /** What is wrong in detail, each as rule commands show their issues. */
  List<String> errors() {
    List<String> shown = new ArrayList<>();
    for (JsonNode error : problem.path("errors")) {
      StringBuilder text = new StringBuilder("error");
      if (error.hasNonNull("code")) {
        text.append('[').append(error.get("code").asText()).append(']');
      }
      text.append(' ').append(error.path("message").asText());
      if (error.hasNonNull("pointer")) {
        text.append("\n  --> ").append(error.get("pointer").asText()).append(place(error));
      }
      if (error.hasNonNull("hint")) {
        text.append("\n  = help: ").append(error.get("hint").asText());
      }
      shown.add(text.append('\n').toString());
    }
    return shown;
  }

  private static String place(JsonNode error) {
    return error.hasNonNull("line")
        ? ":" + error.get("line").asInt() + ":" + error.path("column").asInt(1)
        : "";
  }
}

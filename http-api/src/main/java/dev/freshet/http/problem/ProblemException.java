// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a {@link Problem}; thrown by handlers or put into their future. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  public ProblemException(Problem problem) {
    this(problem, Map.of());
  }

  private ProblemException(Problem problem, Map<String, String> headers) {
    // Expected failures of clients: their stack is of no use to anyone.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  /** A failure of a kind. */
  public static ProblemException of(ProblemCode code, String detail) {
    return new ProblemException(Problem.of(code, detail));
  }

  /** A failure of a kind for each single reason. */
  public static ProblemException of(ProblemCode code, String detail, List<Problem.Finding> errors) {
    return new ProblemException(Problem.of(code, detail).withErrors(errors));
  }

  /** The same, with a header on the answer. */
  public ProblemException withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ProblemException(problem, more);
  }

  /** The same, to be tried again after a while, which is rounded up to seconds. */
  public ProblemException retryAfter(Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return withHeader("Retry-After", Long.toString(seconds));
  }

  public Problem problem() {
    return problem;
  }

  /** Headers of the answer, unmodifiable. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }
}

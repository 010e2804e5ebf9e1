// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

import java.util.Arrays;
import java.util.Optional;

/**
 * The failures that every HTTP API has, each with cause and remedy. Codes are stable: a number is
 * never given to another failure. The page of each is served at {@code /problems/}<i>code</i>.
 */
public enum HttpCode implements ProblemCode {
  MALFORMED_JSON(
      "H001",
      400,
      "The body is not JSON",
      "The body does not parse as JSON (RFC 8259), holds a key twice, or goes on behind its end.",
      "Correct the body at the line and column named."),
  INVALID_BODY(
      "H002",
      400,
      "The body is not what the operation takes",
      "The JSON is well formed, and does not have the fields, types or ranges of the API document.",
      "Correct what each entry of `errors` names; `pointer` says where (RFC 6901)."),
  INVALID_PARAMETER(
      "H003",
      400,
      "A parameter is wrong",
      "A parameter of path, query or header is missing, unknown, given twice, or has a wrong value.",
      "Correct what each entry of `errors` names; /openapi.json lists the parameters."),
  MISSING_BODY(
      "H004",
      400,
      "The body is missing",
      "The operation takes a body, and the request has none.",
      "Send the body with its Content-Type."),
  UNSUPPORTED_MEDIA_TYPE(
      "H005",
      415,
      "The content type is not one the operation takes",
      "The header Content-Type is missing, or names a type that the operation does not read.",
      "Send one of the types named in the detail."),
  BODY_TOO_LARGE(
      "H006",
      413,
      "The body is too large",
      "The body is longer than the server reads.",
      "Send less at once, or raise the limit in the server's configuration."),
  UNKNOWN_PATH(
      "H007",
      404,
      "There is nothing at this path",
      "No operation has this path.",
      "See /openapi.json for the paths there are; the detail names the nearest."),
  METHOD_NOT_ALLOWED(
      "H008",
      405,
      "The path does not know this method",
      "The path is right and the method is not.",
      "Use one of the methods in the header Allow."),
  NOT_ACCEPTABLE(
      "H009",
      406,
      "No answer of an accepted type",
      "The header Accept leaves out all types that the operation can answer with.",
      "Accept one of the types named in the detail, or leave the header out."),
  IDEMPOTENCY_KEY_INVALID(
      "H010",
      400,
      "The idempotency key is missing or malformed",
      "The header Idempotency-Key must hold 1 to 255 visible ASCII characters, once.",
      "Send a fresh random key, such as a UUID, for each new request."),
  IDEMPOTENCY_IN_FLIGHT(
      "H011",
      409,
      "The first request with this idempotency key is still running",
      "A request with the same Idempotency-Key has not been answered yet.",
      "Wait, then send the same request again: its answer will be replayed."),
  IDEMPOTENCY_KEY_REUSED(
      "H012",
      422,
      "The idempotency key was used for another request",
      "The same Idempotency-Key came with another path, query or body. Keys are kept for 24 hours"
          + " in the memory of one process: they are not shared between processes, and a restart"
          + " forgets them.",
      "Use a new key for a new request."),
  PRECONDITION_FAILED(
      "H013",
      412,
      "It has changed meanwhile",
      "The header If-Match does not hold the entity tag of what is there now.",
      "Get it again, look at what changed, and repeat with the new ETag."),
  PRECONDITION_REQUIRED(
      "H014",
      428,
      "The request must say what it replaces",
      "The operation replaces something, and the header If-Match is missing.",
      "Send If-Match with the ETag of what you read, or * for whatever there is."),
  TOO_MANY_REQUESTS(
      "H015",
      429,
      "Too many requests",
      "The client sends more than it may.",
      "Wait for the seconds in the header Retry-After."),
  UNAVAILABLE(
      "H016",
      503,
      "The server cannot answer now",
      "The server is starting, stopping, overloaded, or something that it needs is away.",
      "Send the request again after the seconds in the header Retry-After."),
  TIMED_OUT(
      "H017",
      503,
      "The request took too long",
      "The server gave up on its answer. What was asked for may still happen.",
      "Look whether it happened; if not, send it again, with an Idempotency-Key where there is one."),
  BODY_TOO_SLOW(
      "H018",
      408,
      "The body did not arrive in time",
      "The server gave up waiting for the rest of the body.",
      "Send the request again over a connection that is fast enough, or send less at once."),
  INTERNAL(
      "H019",
      500,
      "The server failed",
      "The server has a fault. Its log holds the cause under the correlation id `traceId`.",
      "Report it with the traceId."),
  NOT_FOUND(
      "H020",
      404,
      "It is not there",
      "The operation is known, and what it should work on does not exist.",
      "See the detail for what was looked for."),
  CONFLICT(
      "H021",
      409,
      "It cannot be done in this state",
      "What the operation works on is in a state that does not allow it.",
      "See the detail for the state."),
  MALFORMED_REQUEST(
      "H022",
      400,
      "The request is malformed",
      "Path, query or a header is not encoded as HTTP wants it.",
      "Correct what the detail names."),
  URI_TOO_LONG(
      "H023",
      414,
      "The request line is too long",
      "Path and query are longer than the server reads.",
      "Send less in the query; use an operation that takes a body."),
  HEADERS_TOO_LARGE(
      "H024",
      431,
      "The headers are too large",
      "The headers of the request are longer than the server reads.",
      "Send fewer or shorter headers."),
  CROSS_SITE(
      "H025",
      403,
      "The request comes from a page of another site",
      "A browser says (Sec-Fetch-Site, Origin) that a page of another site sends a change, or opens a"
          + " WebSocket. Programs that are no browser are not concerned.",
      "Send it from a page of this server, or through a proxy that gives both one host.");

  private final String code;
  private final int status;
  private final String title;
  private final String cause;
  private final String remedy;

  HttpCode(String code, int status, String title, String cause, String remedy) {
    this.code = code;
    this.status = status;
    this.title = title;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** The failure with this code, of any case. */
  public static Optional<HttpCode> of(String code) {
    return Arrays.stream(values()).filter(known -> known.code.equalsIgnoreCase(code)).findFirst();
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }

  /** Cause and remedy as plain text. */
  public String page() {
    return "%s (%d): %s%n%nCause: %s%nRemedy: %s%n"
        .formatted(code, status, title, cause, remedy)
        .replace("\r\n", "\n");
  }
}

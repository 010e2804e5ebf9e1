// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.http.problem.ProblemCode;
import java.util.Arrays;
import java.util.Optional;

/** The failures that only a node's API has. Codes are stable: none is ever given to another. */
enum NodeProblem implements ProblemCode {
  NO_SUCH_REGION(
      "N001",
      404,
      "The key is that of no region",
      "The key fits the key template of no region that is open on the node, or the named region is"
          + " not declared.",
      "Compare the key with the templates at /api/v1/cache; values inside a key are encoded."),
  AMBIGUOUS_KEY(
      "N002",
      400,
      "The key is one of several regions",
      "The key templates of several regions give this key.",
      "Say which one is meant with ?region=."),
  REGION_NOT_OPEN(
      "N003",
      404,
      "The region is not open on this node",
      "The region is declared, and the service that runs the node has not opened it.",
      "Ask a node of a service that holds the region, or open it there."),
  NOT_CACHED(
      "N004",
      404,
      "The key is not cached",
      "Neither the node nor the shared store has a fresh value.",
      "Load the value from its source, then PUT it with the header Freshet-Stamp of this answer."),
  BEING_LOADED(
      "N005",
      404,
      "The key is not cached, and somebody is loading it",
      "Another client missed the key a moment ago and has the stamp.",
      "Ask again after Retry-After, or with ?wait= to be answered as soon as it is there; or load the"
          + " value and do not cache it."),
  ABSENT(
      "N006",
      404,
      "The source has no value for the key",
      "A loader found nothing in the source, and the region remembers that for a while.",
      "Nothing; whoever adds the value to the source invalidates the key."),
  STAMP_OVERTAKEN(
      "N007",
      409,
      "The value is older than an invalidation",
      "The key or one of the value's tags was invalidated after the stamp was given, so the value may"
          + " be from before the change.",
      "Get the key again, load it once more, and PUT it with the new stamp."),
  STAMP_UNKNOWN(
      "N008",
      409,
      "The stamp is not known",
      "The stamp has expired, or another node or another start of this node gave it.",
      "Get the key again on this node, load it once more, and PUT it with the new stamp."),
  STAMP_OF_ANOTHER_KEY(
      "N009",
      409,
      "The stamp is that of another key",
      "The stamp was given for a miss of another key.",
      "PUT the value with the stamp that its own miss gave."),
  VALUE_MALFORMED(
      "N010",
      422,
      "The value is not one of the region",
      "The bytes are not what the region's form of values, its codec, reads.",
      "Send the value in the form that /api/v1/cache names for the region."),
  COMMAND_FAILED(
      "N011",
      503,
      "The command log did not take the command",
      "Kafka is away or slow, so the other nodes cannot be told. Nothing is cached. The command may"
          + " still arrive: that costs a load, and does no other harm.",
      "Send the request again after Retry-After."),
  LOAD_FAILED(
      "N012",
      502,
      "The loader of the service failed",
      "The region has a loader in the service, which threw or took too long, and no expired value may"
          + " stand in.",
      "Look into the log of the service; send the request again later.");

  private final String code;
  private final int status;
  private final String title;
  private final String cause;
  private final String remedy;

  NodeProblem(String code, int status, String title, String cause, String remedy) {
    this.code = code;
    this.status = status;
    this.title = title;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** Cause and remedy of a code, as plain text; empty if it is none of these. */
  static Optional<String> page(String code) {
    return Arrays.stream(values())
        .filter(known -> known.code.equalsIgnoreCase(code))
        .findFirst()
        .map(NodeProblem::page);
  }

  private String page() {
    return "%s (%d): %s\n\nCause: %s\nRemedy: %s\n".formatted(code, status, title, cause, remedy);
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
}

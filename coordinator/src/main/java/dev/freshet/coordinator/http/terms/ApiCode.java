// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import dev.freshet.http.problem.ProblemCode;

/**
 * The failures that the coordinator's API has besides those of every HTTP API, each with cause and
 * remedy. Codes are stable: a number is never given to another failure. The page of each is served
 * at {@code /problems/}<i>code</i>.
 */
public enum ApiCode implements ProblemCode {
  NO_EVENT(
      "A001",
      400,
      "It is not an event",
      "What was sent is no CloudEvent in JSON, or `errors` names what is wrong with it.",
      "Send CloudEvents 1.0, in structured or binary mode; see docs/api.md for both."),
  MISSING_ATTRIBUTE(
      "A002",
      400,
      "An attribute of the event is missing",
      "CloudEvents requires specversion, id, source and type.",
      "Add the attribute."),
  INVALID_ATTRIBUTE(
      "A003",
      400,
      "An attribute of the event is wrong",
      "Its name or its value is not as CloudEvents wants it, or as coordinators can read it.",
      "Correct what the message names."),
  INVALID_DATA(
      "A004",
      400,
      "The data of the event is not a JSON object",
      "Rules read fields of the data, so it has to be an object in JSON; no data is fine as well.",
      "Wrap the value in an object, and give it a name there."),
  EVENT_TOO_LARGE(
      "A005",
      413,
      "The event is too large",
      "Kafka takes no record of this size.",
      "Publish what changed and not what it changed to: rules need no more than ids."),
  TOO_MANY_EVENTS(
      "A006",
      413,
      "Too many events in one batch",
      "A batch holds up to 1,000 events.",
      "Send several batches; the limit of the body holds besides."),
  NOT_STORED(
      "A007",
      503,
      "Kafka has not stored it",
      "Kafka did not answer in time, or refused. What was sent may have been stored all the same.",
      "Send it again after the seconds in Retry-After. Twice does no harm: invalidations are"
          + " idempotent."),
  MALFORMED_RECEIPT(
      "A010",
      400,
      "It is not a receipt",
      "A receipt is topic:partition:offset, or partition:offset in the environment's event topic.",
      "Send the receipt as it came with the answer to the event."),
  UNKNOWN_RECEIPT(
      "A011",
      404,
      "There is no event at this position",
      "The topic is no event topic of this environment, or it does not reach that far.",
      "Look whether the receipt is of this environment."),
  EXPIRED_RECEIPT(
      "A012",
      410,
      "The event at this position is gone",
      "The topic keeps events for a time, and this one was longer ago.",
      "None is needed: whatever is that old is applied, or the node has read all anew."),
  UNFIT_TARGET(
      "A020",
      422,
      "A target fits no region",
      "Targets are held against the regions in force, as outputs of rules are.",
      "Correct what each entry of `errors` names; nothing was invalidated."),
  EVENT_NOT_FOUND(
      "A030",
      404,
      "No such event was found",
      "None of the records that were looked at holds an event of this id.",
      "Look further back with `since`; the detail says how far was looked."),
  LOOKED_TOO_FAR(
      "A031",
      404,
      "No such event was found before the search ended",
      "The search ends after a number of records, or a time, whichever comes first.",
      "Ask for a shorter `since` near the time of the event."),
  UNKNOWN_MEMBER(
      "A040",
      404,
      "There is no such member",
      "No service and instance of this name is in the registry: it never registered, or was"
          + " forgotten ten minutes after it was gone.",
      "Correct the name, or register: the detail names the nearest there is."),
  OTHER_INCARNATION(
      "A041",
      409,
      "This start of the member does not count",
      "The incarnation has left, was replaced by another start of the member, or never registered.",
      "Register again without an incarnation, and go on with the one that is answered."),
  INVALID_REGISTRATION(
      "A042",
      422,
      "The registration is not as it must be",
      "`errors` names each field that is wrong. Sources and queries are names of configured things,"
          + " never addresses or statements.",
      "Correct the fields; docs/registry.md has them all."),
  ANNOUNCES_ITSELF(
      "A043",
      409,
      "The member announces itself",
      "It registers and sends heartbeats over Kafka, as nodes and services with a RegistryClient do.",
      "Register under another name. Over HTTP only those are renewed that registered over HTTP."),
  RULES_REFUSED(
      "A050",
      422,
      "The rules have errors",
      "Files, or the rules in force together with them, have the errors in `errors`; their codes are"
          + " those of rule files. Nothing was stored.",
      "Correct what each entry names: `line` and `column` are those of the file at `pointer`."),
  OTHER_RULE_SET(
      "A051",
      422,
      "The file is of another rule set",
      "The name in the path and `metadata.name` in the file are not the same.",
      "Send the file to the path of its own name."),
  TOO_WIDE(
      "A052",
      422,
      "The rules would invalidate far more",
      "With the events of the past replayed, the new rules invalidate more than the limit allows,"
          + " beside those in force. Nothing was stored.",
      "Look at `dryRun=true`. If it is meant so: `force=true` with a `reason`, or `mode=shadow` to"
          + " watch first."),
  RULES_CHANGED(
      "A053",
      409,
      "Somebody else changed the rules meanwhile",
      "A set is not in the revision that was expected. Nothing was stored.",
      "Get it again, look at the difference, and repeat."),
  NOTHING_TO_SHADOW(
      "A054",
      422,
      "There is no rule to put in shadow mode",
      "With `mode=shadow` only rules that are new or changed, and enforced, can be watched first.",
      "Leave `mode` out."),
  REPLAY_TOO_LONG(
      "A055",
      422,
      "There are too many events to replay",
      "A replay may take ten seconds. Nothing was stored.",
      "Ask for a shorter time, such as `replay=1h`; the command line replays as long as it takes."),
  UNKNOWN_JOB(
      "A060",
      404,
      "There is no such warm-up job",
      "No rule set in force declares a job of this id.",
      "Correct the name: the detail has the nearest there is, `/api/v1/warmup/jobs` all of them."),
  UNKNOWN_RUN(
      "A061",
      404,
      "There is no such warm-up run",
      "No planner has told of a run of this id. Of each job the last hundred are kept, for a week;"
          + " one that was ordered a moment ago, at another coordinator, is not known here before it"
          + " is planned.",
      "Correct the id: the detail has the nearest there is. Ask once more for one just ordered."),
  RUN_ENDED(
      "A062",
      409,
      "The warm-up run has ended",
      "It is done, has failed, or was cancelled or skipped: there is nothing left to cancel.",
      "None is needed. What it has warmed stays; `freshet invalidate` takes that back."),
  RUN_NOT_ENDED(
      "A063",
      409,
      "The warm-up run has not ended",
      "What failed in a run is tried again in another, once all that failed is known.",
      "Wait until it has ended, or cancel it first."),
  NOTHING_FAILED(
      "A064",
      409,
      "No key of the warm-up run has failed",
      "A retry is for the keys that could not be loaded, and there are none. A run that failed"
          + " before it had keys has none either.",
      "Start the job again to warm all of its keys."),
  UNFIT_KEY(
      "A065",
      422,
      "A key is none of the region's",
      "Each key has to fit the key template of the region that the job warms. Nothing was started.",
      "Correct what each entry of `errors` names."),
  NO_KEYS(
      "A066",
      422,
      "The warm-up job has no keys of its own",
      "It warms what a rule has just invalidated: by hand it would have nothing to do.",
      "Say which keys, with `keys`.");

  private final String code;
  private final int status;
  private final String title;
  private final String cause;
  private final String remedy;

  ApiCode(String code, int status, String title, String cause, String remedy) {
    this.code = code;
    this.status = status;
    this.title = title;
    this.cause = cause;
    this.remedy = remedy;
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
    return code
        + " ("
        + status
        + "): "
        + title
        + "\n\nCause: "
        + cause
        + "\n\nRemedy: "
        + remedy
        + "\n";
  }
}

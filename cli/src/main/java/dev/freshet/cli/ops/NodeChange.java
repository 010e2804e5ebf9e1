// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.cli.UsageFailure;
import dev.freshet.registry.MemberId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator orders about one member. */
abstract class NodeChange extends OperatorCommand {
  @Parameters(paramLabel = "SERVICE/INSTANCE", description = "The member.")
  private String member = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to read.")
  private @Nullable String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who orders it; default you: ${DEFAULT-VALUE}.")
  private String by = "";

  @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
  private boolean dryRun;

  /** The method of HTTP that says it. */
  abstract String method();

  /** Whether a reason must be given. */
  abstract boolean needsReason();

  @Override
  protected final JsonNode ask(Api api) throws InterruptedException {
    if (needsReason() && reason == null) {
      throw new UsageFailure("--reason: found none, expected why");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("by", by);
    Optional.ofNullable(reason).ifPresent(text -> body.put("reason", text));
    return api.send(
        method(),
        path() + Api.query(Map.of("dryRun", dryRun ? "true" : "")),
        needsReason() ? Optional.of(body) : Optional.empty(),
        Duration.ZERO);
  }

  private String path() {
    try {
      MemberId id = MemberId.parse(member);
      return "/api/v1/nodes/%s/%s/drain"
          .formatted(Api.segment(id.service()), Api.segment(id.instance()));
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }

  final String member() {
    return member;
  }

  final boolean dryRun() {
    return dryRun;
  }

  /** The member as it is now, if the coordinator shows it. */
  final void showMember(JsonNode answer, boolean wide, PrintWriter out) {
    if (answer.hasNonNull("state")) {
      Members.table(wide).print(List.of(answer), out);
    }
  }
}

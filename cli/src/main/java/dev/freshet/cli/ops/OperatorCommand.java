// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.Trouble;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a coordinator one question, and shows the answer. For one thread. */
public abstract class OperatorCommand implements Callable<Integer> {
  /** The exit code if what was waited for did not come in time. */
  protected static final int NOT_IN_TIME = 4;

  private static final int NOT_ASKED = 2;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:FRESHET_URL:-http://127.0.0.1:8080}",
      description = "A coordinator's API; default FRESHET_URL, else http://127.0.0.1:8080.")
  private String url = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide (with more columns), json or yaml; default ${DEFAULT-VALUE}.")
  private OutputFormat output = OutputFormat.TABLE;

  @Override
  public final Integer call() throws InterruptedException {
    try {
      return run(new Api(url));
    } catch (ApiProblem problem) {
      PrintWriter err = spec.commandLine().getErr();
      problem.errors().forEach(err::println);
      int refused = Trouble.refuse(spec, String.valueOf(problem.getMessage()));
      return problem.isRefusal() ? refused : NOT_ASKED;
    }
  }

  /** Asks and shows; answers the exit code. */
  protected int run(Api api) throws InterruptedException {
    JsonNode answer = ask(api);
    print(answer);
    return code(answer);
  }

  /** The answer of the coordinator. */
  protected abstract JsonNode ask(Api api) throws InterruptedException;

  /** The answer for people. */
  protected abstract void show(JsonNode answer, boolean wide, PrintWriter out);

  /** What the answer means for who called; 0 if nothing is said. */
  protected int code(JsonNode answer) {
    return 0;
  }

  /** Prints an answer in the format that is asked for. */
  protected final void print(JsonNode answer) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE -> show(answer, false, out);
      case WIDE -> show(answer, true, out);
      case JSON -> out.println(answer.toPrettyString());
      case YAML -> out.print(yaml(answer));
    }
    out.flush();
  }

  /** One answer of many: under a heading, or as a document of its own for programs. */
  protected final void printNext(JsonNode answer, String heading) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE, WIDE -> {
        out.println(heading);
        show(answer, output == OutputFormat.WIDE, out);
      }
      case JSON -> out.println(answer);
      case YAML -> out.print("---\n" + yaml(answer));
    }
    out.flush();
  }

  /** Where a command says what does not belong to its answer. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static String yaml(JsonNode answer) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setSplitLines(false).build();
    return new Dump(settings).dumpToString(new ObjectMapper().convertValue(answer, Object.class));
  }
}

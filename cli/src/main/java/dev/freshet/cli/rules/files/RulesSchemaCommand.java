// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.rules.jsonschema.JsonSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freshet rules schema}. */
@Command(
    name = "schema",
    header = "Prints the JSON Schema of rule files, for editors.",
    description = {
      "",
      "Editors complete and check a file that names its schema in its first lines:",
      "",
      "  # yaml-language-server: $schema=rules.schema.json",
      "  # $schema: rules.schema.json",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    footer = {
      "",
      "Examples:",
      "  freshet rules schema > my-rules/rules.schema.json",
      "  freshet rules schema --tests > my-rules/tests.schema.json",
      "",
      "Exit codes: 0 done, 2 could not run.",
      ""
    })
public final class RulesSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tests", description = "The schema of files that end in .test.yaml.")
  private boolean tests;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(tests ? JsonSchema.ofTestFiles() : JsonSchema.ofRuleFiles());
    out.flush();
    return 0;
  }
}

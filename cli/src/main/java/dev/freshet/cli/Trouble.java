// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Says what went wrong, to those who do not know this program from within. Stateless. */
public final class Trouble {
  private static final int REFUSED = 1;

  private Trouble() {}

  /** One line: where, and what is wrong there. */
  public static String line(Exception e) {
    if (e instanceof InvalidRuleFileException invalid) {
      long errors = invalid.issues().stream().filter(Issue::isError).count();
      return "found " + errors + (errors == 1 ? " error" : " errors");
    }
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    return firstLine(e.getMessage(), e);
  }

  /** Issues as people read them, each with an empty line behind it. */
  public static void print(List<Issue> issues, PrintWriter err) {
    issues.forEach(issue -> err.println(issue.render() + "\n"));
    err.flush();
  }

  /** Says why a command was refused; answers its exit code. */
  public static int refuse(CommandSpec command, String reason) {
    command.commandLine().getOut().flush();
    PrintWriter err = command.commandLine().getErr();
    err.println(command.qualifiedName() + ": " + reason);
    err.flush();
    return REFUSED;
  }

  /** The same, for rule files that cannot be in force. */
  public static int refuse(CommandSpec command, InvalidRuleFileException e) {
    command.commandLine().getOut().flush();
    print(e.issues(), command.commandLine().getErr());
    return refuse(command, line(e) + ", nothing was stored");
  }

  /** The messages of these exceptions are their paths alone. */
  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "found no file or directory";
    } else if (e instanceof FileAlreadyExistsException) {
      return "found a file, expected a directory";
    } else if (e instanceof AccessDeniedException) {
      return "may not be accessed";
    }
    return e.getClass().getSimpleName();
  }

  private static String firstLine(@Nullable String message, Exception e) {
    String text = Optional.ofNullable(message).orElse(e.getClass().getSimpleName());
    return text.lines().findFirst().orElse(text);
  }
}

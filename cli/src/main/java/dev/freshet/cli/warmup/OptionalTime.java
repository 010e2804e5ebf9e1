// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import dev.freshet.cli.rules.options.TimeSpan;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option that may have a time behind it. What is no time belongs to the command, so that a
 * job or a run may stand behind the option.
 */
final class OptionalTime implements IParameterConsumer {
  private static final Pattern TIME = Pattern.compile("\\d+[a-z]*");

  @Override
  @SuppressWarnings("JdkObsolete") // the stack is picocli's
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    boolean isTime = !arguments.isEmpty() && TIME.matcher(arguments.peek()).matches();
    String fallback = String.valueOf(((OptionSpec) option).fallbackValue());
    String text = isTime ? arguments.pop() : fallback;
    try {
      option.setValue(new TimeSpan().convert(text));
    } catch (TypeConversionException e) {
      throw new ParameterException(
          command.commandLine(), "Invalid value for option '--wait': " + e.getMessage(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * What somebody types, and what the program answers: standard output as it is, standard error
 * behind {@code ! }, then the exit code. {@code ./} stands for the directory of the test; times,
 * hashes and what the test names stand as {@code $NAME}. For one thread.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern HEAD = Pattern.compile("(.*) \\| head -(\\d+)");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z( *)");

  /** Events of one moment may stand in two minutes. */
  private static final Pattern PER_MINUTE =
      Pattern.compile(
          "(?m)(^(?:commands per minute, p50| {21}p99| {21}max)|\"commandsPerMinute\":)"
              + "(?: .*|\\{[^}]*})");

  private final Path directory;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private boolean afterNote;

  Transcript(Path directory) {
    this.directory = directory;
  }

  /** Writes {@code $NAME} for a value that differs from run to run; may stand for several words. */
  Transcript name(String name, String value) {
    names.put("$" + name, value);
    return this;
  }

  /** Runs a line: {@code freshet …} or {@code cat FILE}; answers the exit code. */
  int run(String line) throws IOException {
    text.append(afterNote ? "" : "\n").append("$ ").append(line).append('\n');
    afterNote = false;
    Matcher head = HEAD.matcher(line);
    boolean whole = !head.matches();
    List<String> words = words(whole ? line : head.group(1));
    return words.remove(0).equals("cat")
        ? cat(words.get(0))
        : program(words, whole ? Integer.MAX_VALUE : Integer.parseInt(head.group(2)));
  }

  /** A line that explains what comes. */
  void note(String line) {
    text.append(text.isEmpty() ? "" : "\n").append("## ").append(line).append('\n');
    afterNote = true;
  }

  /** What the last line asked of somebody else. */
  void asked(String request) {
    text.append("> ").append(request).append('\n');
  }

  /** What was typed elsewhere, meanwhile. */
  void add(Transcript other) {
    text.append('\n').append(other.text);
  }

  String text() {
    return text.toString();
  }

  private int cat(String file) throws IOException {
    text.append(Files.readString(Path.of(file)));
    return 0;
  }

  private int program(List<String> words, int lines) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int input = words.indexOf("<");
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code =
        input < 0
            ? command.execute(words.toArray(String[]::new))
            : reading(
                Files.readAllBytes(Path.of(words.get(input + 1))),
                () -> command.execute(words.subList(0, input).toArray(String[]::new)));
    readable(out).lines().limit(lines).forEach(line -> text.append(line).append('\n'));
    readable(err).lines().forEach(line -> text.append(("! " + line).strip()).append('\n'));
    text.append("exit ").append(code).append('\n');
    return code;
  }

  private static int reading(byte[] typed, IntSupplier command) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(typed));
      return command.getAsInt();
    } finally {
      System.setIn(before);
    }
  }

  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      String plain = word.group(2);
      if (plain == null) {
        words.add(word.group(1));
      } else if (plain.startsWith("./")) {
        words.add(directory + plain.substring(1));
      } else {
        words.addAll(List.of(named(plain).split(" ")));
      }
    }
    return words;
  }

  private String named(String word) {
    String replaced = word;
    for (var name : names.entrySet()) {
      replaced = replaced.replace(name.getKey(), name.getValue());
    }
    return replaced;
  }

  private String readable(StringWriter written) {
    String plain = written.toString().replace(directory + "/", "./").replace(directory + "", ".");
    for (var name : names.entrySet()) {
      plain = plain.replace(name.getValue(), name.getKey());
    }
    plain = PER_MINUTE.matcher(plain).replaceAll("$1 \\$N");
    plain = TIME.matcher(plain).replaceAll("\\$TIME$1");
    return plain.replaceAll("\\(\\d+ ms\\)", "(\\$N ms)");
  }
}

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody types, and what the program answers: standard output as it is, standard error
 * behind {@code ! }, then the exit code. {@code ./} stands for the directory of the test; times,
 * hashes and what the test names stand as {@code $NAME}. For one thread.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern HEAD = Pattern.compile("(.*) \\| head -(\\d+)");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z( *)");

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
    InputStream before = System.in;
    int code;
    try {
      byte[] typed = input < 0 ? new byte[0] : Files.readAllBytes(Path.of(words.get(input + 1)));
      System.setIn(new ByteArrayInputStream(typed));
      List<String> arguments = input < 0 ? words : words.subList(0, input);
      code =
          Main.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(arguments.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
    readable(out).lines().limit(lines).forEach(line -> text.append(line).append('\n'));
    readable(err).lines().forEach(line -> text.append(("! " + line).strip()).append('\n'));
    text.append("exit ").append(code).append('\n');
    return code;
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
    plain = TIME.matcher(plain).replaceAll("\\$TIME$1");
    return plain.replaceAll("\\(\\d+ ms\\)", "(\\$N ms)");
  }
}

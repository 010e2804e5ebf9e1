// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Java programs as child processes, with this JVM's Java and class path: to be watched, paused and
 * killed. They end with this JVM. Stateless.
 */
public final class ChildJvm {

  private static final List<String> SMALL =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private ChildJvm() {}

  /** Starts {@code main} with a small heap and returns at once; the output is captured. */
  public static ChildProcess start(Class<?> main, String... arguments) {
    return start(SMALL, main, arguments);
  }

  /** Starts {@code main} with the given options of the JVM and returns at once. */
  public static ChildProcess start(List<String> jvmOptions, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(main.getSimpleName(), command);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}

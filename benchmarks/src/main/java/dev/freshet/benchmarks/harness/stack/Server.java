// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.stack;

import dev.freshet.stack.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server in a JVM of its own, so that what it costs can be told from what its clients do. Safe
 * for any thread.
 *
 * @param ports by what the server calls them
 * @param startup from the start of the JVM until it was {@link #ready}
 */
public record Server(ChildProcess process, Map<String, Integer> ports, Duration startup)
    implements AutoCloseable {
  /**
   * A JVM option: without the compiler that goes on for minutes in a JVM that has just started, and
   * costs more than what is measured. Code that it has not compiled is slower, so that what a
   * server costs is an upper bound.
   */
  public static final String SETTLED = "-XX:TieredStopAtLevel=1";

  private static final String READY = "ready ";
  private static final String HEAP = "heap";
  private static final Pattern RESIDENT_KIB = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Starts a program, and waits until it is {@link #ready}. */
  static Server start(List<String> jvmOptions, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    long startNanos = System.nanoTime();
    ChildProcess process = ChildProcess.start(main.getSimpleName(), command);
    try {
      String line = process.awaitLine("^" + READY, PATIENCE);
      Duration startup = Duration.ofNanos(System.nanoTime() - startNanos);
      return new Server(process, ports(line.substring(READY.length())), startup);
    } catch (IllegalStateException notReady) {
      process.kill9();
      throw notReady;
    }
  }

  private static Map<String, Integer> ports(String words) {
    return Arrays.stream(words.strip().split(" "))
        .map(word -> word.split("="))
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> Integer.parseInt(pair[1])));
  }

  /** For the server itself: says that it can be asked, and waits until it is killed. */
  public static void ready(String ports) throws IOException, InterruptedException {
    System.out.println(READY + ports + " " + HEAP + "=" + HeapProbe.listen());
    System.out.flush();
    Thread.currentThread().join();
  }

  /**
   * A port that it serves on.
   *
   * @throws IllegalStateException if it calls none so
   */
  public int port(String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalStateException("server: found ports " + ports + ", expected " + name);
    }
    return port;
  }

  /** Something that lasts for a while. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** What it costs its JVM in all while something goes on, in percent of one core. */
  public double percent(Work work) throws Exception {
    Duration before = cpu();
    long beginNanos = System.nanoTime();
    work.run();
    return 100.0 * cpu().minus(before).toNanos() / (System.nanoTime() - beginNanos);
  }

  private Duration cpu() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("server: found no processor time of it"));
  }

  /** How much of its heap is in use after a collection, which this asks for. */
  public long heapBytes() throws IOException {
    return HeapProbe.ask(port(HEAP));
  }

  /** How much memory the operating system has given it; needs Linux. */
  public long residentBytes() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    Matcher found = RESIDENT_KIB.matcher(status);
    if (!found.find()) {
      throw new IOException("server: found no resident memory in " + status);
    }
    return Long.parseLong(found.group(1)) << 10;
  }

  @Override
  public void close() {
    process.kill9();
  }
}

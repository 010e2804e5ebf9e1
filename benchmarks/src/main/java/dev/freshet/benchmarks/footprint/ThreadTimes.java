// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How long the threads of a process have run, as Linux counts it, to the nanosecond: the time of a
 * whole process is only told in hundredths of a second, which is more than an idle one needs in
 * one. Immutable.
 *
 * @param nanos by thread
 */
record ThreadTimes(Map<String, Long> nanos) {
  ThreadTimes {
    nanos = Map.copyOf(nanos);
  }

  /** Those up to now. */
  static ThreadTimes of(long pid) throws IOException {
    Map<String, Long> nanos = new HashMap<>();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        nanos.putAll(ran(thread));
      }
    }
    return new ThreadTimes(nanos);
  }

  private static Map<String, Long> ran(Path thread) throws IOException {
    try {
      String times = Files.readString(thread.resolve("schedstat"));
      return Map.of(
          thread.getFileName().toString(), Long.parseLong(times.substring(0, times.indexOf(' '))));
    } catch (NoSuchFileException ended) {
      // Between being listed and being looked at; it is none that stays.
      return Map.of();
    }
  }

  /** What has been run since an earlier look, but for threads that have ended meanwhile. */
  long nanosSince(ThreadTimes before) {
    return nanos.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.nanos.getOrDefault(thread.getKey(), 0L))
        .sum();
  }
}

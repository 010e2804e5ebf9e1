// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that goes away, with all that is in it, when it is closed.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {

  /** Makes one whose name begins with {@code prefix}. */
  public static TemporaryDirectory create(String prefix) throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory(prefix));
  }

  @Override
  public void close() throws IOException {
    List<Path> bottomUp;
    try (Stream<Path> all = Files.walk(path)) {
      bottomUp = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : bottomUp) {
      Files.deleteIfExists(each);
    }
  }
}

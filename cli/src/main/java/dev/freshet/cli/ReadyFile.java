// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there exactly while a process is ready. It appears whole or not at all, and one
 * that a killed process left is removed first.
 */
public final class ReadyFile implements AutoCloseable {
  private final @Nullable Path file;

  /** Does nothing if {@code file} is null. */
  public ReadyFile(@Nullable Path file) throws IOException {
    this.file = file == null ? null : file.toAbsolutePath();
    close();
  }

  /** Writes it, with {@code content} as JSON. */
  public void write(Map<String, Object> content) throws IOException {
    if (file == null) {
      return;
    }
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.write(draft, new ObjectMapper().writeValueAsBytes(content));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server's directory; closing it deletes it if it is temporary. Immutable. */
record DataDirectory(Path path, boolean temporary) implements AutoCloseable {

  static DataDirectory claim(String server, Optional<Path> kept) {
    try {
      if (kept.isPresent()) {
        return new DataDirectory(
            Files.createDirectories(kept.get().toAbsolutePath().normalize()), false);
      }
      String prefix = "freshet-" + server.toLowerCase(Locale.ROOT).replace(' ', '-') + "-";
      return new DataDirectory(Files.createTempDirectory(prefix), true);
    } catch (IOException cannotCreate) {
      throw new UncheckedIOException(
          "%s: cannot create its data directory, found %s"
              .formatted(server, kept.map(Path::toString).orElse("no temporary directory")),
          cannotCreate);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deleter());
    } catch (IOException cannotDelete) {
      throw new UncheckedIOException(
          "data directory: cannot delete " + path + " after use", cannotDelete);
    }
  }

  /** Deletes bottom up; a file that its server removes at the same moment is no error. */
  private static final class Deleter extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}

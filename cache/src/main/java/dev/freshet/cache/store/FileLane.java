// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the files of some shards of {@link FileL2Store}. Blocks; one thread at a time,
 * which is what makes each step on a key atomic.
 */
final class FileLane {
  static final String UNFINISHED = ".tmp";

  private static final Logger LOG = LoggerFactory.getLogger(FileLane.class);

  /** So that files expire at least half as fast as they are made, whether or not they are read. */
  private static final int SWEPT_PER_WRITE = 2;

  private final InstantSource clock;
  private final FileSweep sweep;

  FileLane(List<Path> shards, InstantSource clock) {
    this.clock = clock;
    this.sweep = new FileSweep(shards, clock);
  }

  Optional<byte[]> get(Path file, String key) throws IOException {
    return read(file, key).map(FileRecord::value);
  }

  void set(Path file, FileRecord written) throws IOException {
    sweep.step(SWEPT_PER_WRITE);
    // If the write fails half-way, the sweep removes what there is.
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.write(unfinished, written.toBytes());
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  boolean setIfAbsent(Path file, FileRecord written) throws IOException {
    if (read(file, written.key()).isPresent()) {
      return false;
    }
    set(file, written);
    return true;
  }

  boolean removeIfStartsWith(Path file, String key, byte[] prefix) throws IOException {
    Optional<FileRecord> found = read(file, key);
    return found.isPresent()
        && Bytes.startsWith(found.get().value(), prefix)
        && Files.deleteIfExists(file);
  }

  void sweep(int files) {
    sweep.step(files);
  }

  /** What stands there for the key; what cannot be read or has expired is removed. */
  private Optional<FileRecord> read(Path file, String key) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException nothing) {
      return Optional.empty();
    }
    Optional<FileRecord> found = FileRecord.parse(bytes);
    if (found.isEmpty()) {
      LOG.warn("L2 file cannot be read, counts as a miss and is removed file={}", file);
    }
    if (found.isEmpty() || found.get().expiresAtMs() <= clock.millis()) {
      Files.deleteIfExists(file);
      return Optional.empty();
    }
    return found.filter(stored -> stored.key().equals(key));
  }
}

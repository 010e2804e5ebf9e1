// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks round and round the files of some shards, a few at a time, and removes those that have
 * expired, are unreadable, or were left half written by a crash. Blocks; one thread at a time, the
 * one that also writes there.
 */
final class FileSweep {
  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

  private final List<Path> shards;
  private final InstantSource clock;
  private int shard;
  private Iterator<Path> files = Collections.emptyIterator();

  FileSweep(List<Path> shards, InstantSource clock) {
    this.shards = shards;
    this.clock = clock;
  }

  /** Looks at the next files; to list a shard counts as one. What it cannot look at it reports. */
  void step(int count) {
    for (int looked = 0; looked < count; looked++) {
      try {
        advance();
      } catch (IOException failed) {
        LOG.warn("L2 files: cannot sweep near {}", shards.get(shard), failed);
      }
    }
  }

  private void advance() throws IOException {
    if (files.hasNext()) {
      examine(files.next());
      return;
    }
    shard = (shard + 1) % shards.size();
    files = list(shards.get(shard));
  }

  private void examine(Path file) throws IOException {
    if (file.getFileName().toString().endsWith(FileLane.UNFINISHED) || isOver(file)) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isOver(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(FileRecord.HEADER_BYTES);
      return FileRecord.expiryMs(header).orElse(Long.MIN_VALUE) <= clock.millis();
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static Iterator<Path> list(Path shard) throws IOException {
    try (Stream<Path> listed = Files.list(shard)) {
      return listed.toList().iterator();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process out of a data directory. The operating system lets go of it when this
 * process ends, however it ends.
 */
record DirectoryLock(Path directory, FileChannel channel) implements AutoCloseable {

  /**
   * Takes a directory, which is made if missing.
   *
   * @throws UsageFailure if another process has it, or it cannot be made
   */
  static DirectoryLock take(String flag, Path directory) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UsageFailure(flag + ": cannot use " + directory + ": " + e);
    }
    try {
      if (channel.tryLock() != null) {
        return new DirectoryLock(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Taken by this very process: the same answer.
    }
    channel.close();
    throw new UsageFailure(flag + ": " + directory + " is used by another process");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

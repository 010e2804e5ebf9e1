// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which JVM of this machine has which port in hand. A port that was handed out is free until its
 * server binds it, and while its server restarts: two callers must not both get it.
 *
 * <p>Each port is one byte of a file, which is locked by who has it: the operating system takes the
 * lock back when that JVM ends, however it ends. Where the file cannot be opened, as in a read-only
 * container, only the callers of this JVM are kept apart. Safe for any thread.
 */
final class PortClaims {
  /** Those of this JVM; kept open until it ends, since closing any channel ends all locks. */
  static final PortClaims OF_THIS_JVM =
      new PortClaims(
          Path.of(System.getProperty("java.io.tmpdir"))
              .resolve("freshet-ports-" + System.getProperty("user.name")));

  private final Optional<FileChannel> file;

  // Guarded by this. A lock that nobody holds on to would be a lock that nobody can release.
  private final Map<Integer, @Nullable FileLock> claimed = new HashMap<>();

  PortClaims(Path path) {
    this.file = open(path);
  }

  private static Optional<FileChannel> open(Path path) {
    try {
      return Optional.of(
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException | UnsupportedOperationException unavailable) {
      return Optional.empty();
    }
  }

  /** Claims a port until this JVM ends; false if it is claimed already, here or elsewhere. */
  synchronized boolean claim(int port) {
    if (claimed.containsKey(port)) {
      return false;
    }
    if (file.isEmpty()) {
      claimed.put(port, null);
      return true;
    }
    try {
      FileLock lock = file.get().tryLock(port, 1, false);
      if (lock == null) {
        return false;
      }
      claimed.put(port, lock);
    } catch (OverlappingFileLockException ofThisJvm) {
      return false;
    } catch (IOException unsupported) {
      // A file system without locks: as without the file.
      claimed.put(port, null);
    }
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks programs. Stateless. */
final class Unpacking {

  private static final int EXECUTABLE = 0100;

  private Unpacking() {}

  /** Unpacks a {@code .tar.xz} into a directory, where everybody may read and run it. */
  static void xz(InputStream archive, Path directory) throws IOException {
    allowAll(Files.createDirectory(directory), true);
    try (TarArchiveInputStream entries =
        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        unpack(entry, entries, directory);
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path directory)
      throws IOException {
    Path target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("archive: found " + entry.getName() + ", expected a path inside");
    }
    createParents(target, directory);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (!entry.isDirectory()) {
      Files.copy(content, target);
      allowAll(target, (entry.getMode() & EXECUTABLE) != 0);
    } else if (!Files.exists(target)) {
      allowAll(Files.createDirectory(target), true);
    }
  }

  private static void createParents(Path file, Path directory) throws IOException {
    Path parent = file.getParent();
    if (parent != null && parent.startsWith(directory) && !Files.exists(parent)) {
      createParents(parent, directory);
      allowAll(Files.createDirectory(parent), true);
    }
  }

  private static void allowAll(Path file, boolean toRun) throws IOException {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if (toRun) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    Files.setPosixFilePermissions(file, permissions);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** For servers that refuse to run as root. Stateless. */
final class Unprivileged {

  private static final String USER = "nobody";
  private static final String GROUP = "65534";

  private Unprivileged() {}

  /**
   * Gives a directory to a user who is not root.
   *
   * @return what to put before a command that is to be run by this user: nothing if it is the one
   *     who runs this JVM
   */
  static List<String> own(Path directory) throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"))) {
      return List.of();
    }
    Files.setOwner(
        directory,
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    // Becomes the command: no process stands between, and none is left if it is killed. A user
    // namespace would do as well, but containers tend to forbid them.
    return List.of("setpriv", "--reuid=" + USER, "--regid=" + GROUP, "--clear-groups");
  }
}

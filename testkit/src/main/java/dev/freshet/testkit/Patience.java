// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests wait for a minute where they do not say for how long: what passes waits no longer than
 * it must, and a busy machine can hold up any thread for ten seconds, which is Awaitility's own
 * default. JUnit finds it wherever the testkit is on the class path. Stateless.
 */
public final class Patience implements LauncherSessionListener {
  /** How long a test waits for what must come. */
  public static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}

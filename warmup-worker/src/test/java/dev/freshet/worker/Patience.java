// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test awaits has a minute to come: a machine may be slow, and who does not wait in vain
 * loses nothing by it. JUnit finds this by itself, for every class of the module. Stateless.
 */
public final class Patience implements BeforeAllCallback {
  /** How long tests wait for what is to come. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}

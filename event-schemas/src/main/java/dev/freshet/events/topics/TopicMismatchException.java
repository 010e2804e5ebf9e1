// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.util.List;

/** Topics that exist and are not what they must be; the message lists all there is to mend. */
public final class TopicMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicMismatchException(List<String> mismatches) {
    super(String.join("\n", mismatches));
  }

  /** One line for each mismatch: topic, setting, found, expected. */
  public List<String> mismatches() {
    return String.valueOf(getMessage()).lines().toList();
  }
}

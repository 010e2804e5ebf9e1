// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.events.avro.TaskOutcome;
import java.util.List;

/** How the work on a task ended. */
public sealed interface Outcome {

  /**
   * It was done, be it that keys failed.
   *
   * @param how whether it counts as done or as failed
   * @param report the last word on it: a {@code TaskReport} or {@code KeysListed}
   * @param failedKeys keys that could not be loaded
   * @param error the last error; empty if there was none
   */
  record Done(TaskOutcome how, Object report, List<String> failedKeys, String error)
      implements Outcome {}

  /** This node cannot do it; another one may. */
  record Unable(String why) implements Outcome {}

  /** It took longer than it may. */
  record TimedOut() implements Outcome {}

  /** The node gave it back: it is closing, or has lost Kafka. */
  record Stopped() implements Outcome {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for an admin client, whose own timeout bounds the wait. */
final class Answers {
  private Answers() {}

  /**
   * The answer.
   *
   * @throws KafkaException what the cluster or the client says instead
   */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      // Sets the thread's interrupt flag again.
      throw new InterruptException(e);
    }
  }
}

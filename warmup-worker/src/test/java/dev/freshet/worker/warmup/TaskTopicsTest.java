// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskTopicsTest {
  private final List<CompletableFuture<?>> asked = new ArrayList<>();
  private final TaskTopics topics = new TaskTopics(this::ask);

  private CompletableFuture<?> ask() {
    CompletableFuture<?> answer = new CompletableFuture<>();
    asked.add(answer);
    return answer;
  }

  @Test
  void shouldLookAgainUntilTheyAreThere() {
    assertFalse(areThereAfter(0));
    assertFalse(areThereAfter(5));
    assertEquals(1, asked.size(), "no other question before the answer");

    asked.get(0).completeExceptionally(new IllegalStateException("no such topic"));
    assertFalse(areThereAfter(1));
    assertFalse(areThereAfter(6));
    assertEquals(2, asked.size());

    asked.get(1).complete(null);
    assertTrue(areThereAfter(6));
    assertTrue(areThereAfter(60));
    assertEquals(2, asked.size(), "nobody asks for what is known");
  }

  private boolean areThereAfter(int seconds) {
    return topics.areThere(Duration.ofSeconds(seconds).toNanos());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.http.problem.Problem.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of reading one event. Immutable. */
sealed interface EventReading {

  /** An event that can be published. */
  record Good(ReceivedEvent event) implements EventReading {}

  /**
   * None that could.
   *
   * @param id its id, if that could be read
   * @param problems all that is wrong, at least one
   */
  record Bad(@Nullable String id, List<Finding> problems) implements EventReading {
    public Bad {
      problems = List.copyOf(problems);
    }
  }
}

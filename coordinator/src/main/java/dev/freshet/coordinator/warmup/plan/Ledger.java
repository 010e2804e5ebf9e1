// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import java.util.ArrayList;
import java.util.List;

/** What a planner wants done, as it comes to its mind. */
final class Ledger {
  private List<PlanChange> changes = new ArrayList<>();

  void store(String key, Note note) {
    changes.add(new PlanChange.Stored(key, note));
  }

  void drop(String key) {
    changes.add(new PlanChange.Dropped(key));
  }

  void add(PlanChange change) {
    changes.add(change);
  }

  void reject(PlanChange.Reason reason, String message) {
    changes.add(new PlanChange.Rejected(reason, message));
  }

  List<PlanChange> take() {
    List<PlanChange> taken = changes;
    changes = new ArrayList<>();
    return taken;
  }
}

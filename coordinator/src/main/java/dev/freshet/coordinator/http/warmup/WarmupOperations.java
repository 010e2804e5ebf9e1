// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.members.Members;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.warmup.view.RunsView;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import java.time.InstantSource;

/** The operations of {@code warmup.yaml}. Safe for any thread. */
public final class WarmupOperations implements Operations {
  private final JobOperations jobs;
  private final RunOperations runs;

  /**
   * What the operations work on. All of it stays the caller's to close.
   *
   * @param log where orders are written
   * @param view the runs there are
   * @param members who could load
   * @param books the rules in force, with their jobs
   * @param origin what orders call this coordinator
   */
  public record Parts(
      LogWriter log,
      RunsView view,
      Members members,
      RuleBooks books,
      AvroCodec codec,
      Topics topics,
      String origin,
      InstantSource clock) {}

  /** The operations. */
  public WarmupOperations(Parts parts) {
    KnownRuns known = KnownRuns.of(parts.view());
    RunOrders orders = new RunOrders(parts, known);
    this.jobs = new JobOperations(parts, known, orders);
    this.runs = new RunOperations(known, orders, parts.clock());
  }

  @Override
  public void bind(OperationBinder binder) {
    jobs.bind(binder);
    runs.bind(binder);
  }
}

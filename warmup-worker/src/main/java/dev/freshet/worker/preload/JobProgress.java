// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

/**
 * How far a node is with one of its {@code onJoin} jobs. Immutable.
 *
 * @param job the job, as rule set and id
 * @param region the region that it warms
 * @param state where it is in its life
 * @param total keys that are to be warm; 0 until they are listed
 * @param warm those that are: in L1, or in L2 where L1 has no room for them
 * @param failed those that could not be loaded
 * @param isLate whether the node got ready without it, because it took longer than it may
 * @param reason why it waits, has failed or left something out, for people; may be empty
 */
public record JobProgress(
    String job,
    String region,
    State state,
    long total,
    long warm,
    long failed,
    boolean isLate,
    String reason) {

  /** Where a job is in its life. */
  public enum State {
    /** For the log to be read, its region to be opened, or another job. */
    WAITING,
    /** Its keys are being listed. */
    LISTING,
    /** Its keys are being warmed. */
    RUNNING,
    /** All was done that could be. */
    DONE,
    /** There was no key to warm. */
    EMPTY,
    /** Its region is not declared, its keys could not be listed, or no key could be warmed. */
    FAILED;

    /** Whether nothing more comes of it. */
    public boolean isOver() {
      return this == DONE || this == EMPTY || this == FAILED;
    }
  }
}

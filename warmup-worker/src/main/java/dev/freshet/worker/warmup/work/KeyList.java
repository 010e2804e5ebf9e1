// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.Region;
import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.QueryKeys;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.SourceException;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.source.UnknownSourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of one task, in pages. A source that fails before the first page is asked again;
 * one that fails later has the keys that it gave so far reported, with its error. For one thread.
 */
final class KeyList {
  /** Most keys in a page. */
  static final int PAGE = 1_000;

  /** A page must fit into a record of Kafka, a megabyte by default; a char is up to 3 bytes. */
  static final int PAGE_CHARS = 300_000;

  private final Region<?> region;
  private final WarmupTask task;
  private final String worker;
  private final Pages pages;
  private final List<String> keys = new ArrayList<>();
  private int chars;
  private int sent;
  private long rejected;
  private long nanos;
  private @Nullable String sample;

  KeyList(Region<?> region, WarmupTask task, String worker, Pages pages) {
    this.region = region;
    this.task = task;
    this.worker = worker;
    this.pages = pages;
  }

  /**
   * Lists them; the last page is the outcome's report.
   *
   * @throws InterruptedException if the task is stopped
   */
  Outcome list(ListKeys work, Sources sources, Backoff backoff, Pause pause)
      throws InterruptedException {
    int attempts = Math.max(1, task.getAttempts());
    for (int attempt = 1; ; attempt++) {
      try {
        return last(read(rows(work, sources), work.getMaxKeys()), sample);
      } catch (UnknownSourceException e) {
        return new Outcome.Unable(String.valueOf(e.getMessage()));
      } catch (SourceException e) {
        if (attempt >= attempts || sent > 0) {
          return failed(String.valueOf(e.getMessage()));
        }
        startOver();
        pause.of(backoff.before(attempt + 1));
      }
    }
  }

  private static KeyRows rows(ListKeys work, Sources sources) throws SourceException {
    return work.getSource() instanceof QueryKeys query
        ? sources.rows(query)
        : sources.rows((EndpointKeys) work.getSource());
  }

  private void startOver() {
    keys.clear();
    chars = 0;
    rejected = 0;
    sample = null;
  }

  /** How many rows there were beyond. */
  private long read(KeyRows rows, long most) throws SourceException, InterruptedException {
    long began = System.nanoTime();
    try {
      return rows.read(region.settings().key().holes(), most, this::take);
    } finally {
      nanos += System.nanoTime() - began;
    }
  }

  private void take(Map<String, ?> params) throws InterruptedException {
    try {
      String key = region.key(params).text();
      keys.add(key);
      chars += key.length();
    } catch (IllegalArgumentException e) {
      rejected++;
      sample = sample == null ? "row " + params.keySet() + ": " + e.getMessage() : sample;
    }
    if (keys.size() == PAGE || chars >= PAGE_CHARS) {
      pages.send(page(false, 0, null));
      sent++;
      keys.clear();
      chars = 0;
    }
  }

  private Outcome last(long leftOut, @Nullable String error) {
    return new Outcome.Done(
        TaskOutcome.DONE, page(true, leftOut, error), List.of(), error == null ? "" : error);
  }

  private Outcome failed(String error) {
    return new Outcome.Done(TaskOutcome.FAILED, page(true, 0, error), List.of(), error);
  }

  private KeysListed page(boolean isLast, long leftOut, @Nullable String error) {
    return KeysListed.newBuilder()
        .setRun(task.getRun())
        .setNumber(task.getNumber())
        .setAttempt(task.getAttempt())
        .setWorker(worker)
        .setPage(sent)
        .setKeys(List.copyOf(keys))
        .setLast(isLast)
        .setLeftOut(leftOut)
        .setRejected(isLast ? rejected : 0)
        .setSourceTimeMs(isLast ? nanos / 1_000_000 : 0)
        .setError(error)
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.http.applied.Applied;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.values.Receipt;
import dev.freshet.http.problem.Problem.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedTextTest {
  private static final Applied ALL = new Applied(true, 2, List.of(), Optional.empty());

  @Test
  void shouldSayWhereOneEventStands() {
    assertEquals(
        "{\"id\":\"ü\\\"1\",\"receipt\":\"events:2:41\",\"topic\":\"events\",\"partition\":2,"
            + "\"offset\":41,\"storedAt\":\"2026-11-20T09:00:00Z\"}",
        PublishedText.one(accepted("ü\"1", 41, "2026-11-20T09:00:00Z"), null).toString());
  }

  @Test
  void shouldSayWhereOneEventIsApplied() {
    assertEquals(
        ALL.toJson(),
        PublishedText.one(accepted("1", 41, "2026-11-20T09:00:00Z"), ALL)
            .toJsonObject()
            .getJsonObject("applied"));
  }

  @Test
  void shouldSayOfEachEventOfBatchWhatBecameOfIt() {
    BatchItem refused =
        BatchItem.refused(
            new EventReading.Bad(null, List.of(Finding.at(ApiCode.NO_EVENT, "/1", "found none"))));

    assertEquals(
        "{\"stored\":2,\"refused\":1,\"items\":[{\"status\":202,\"id\":\"a\",\"receipt\":"
            + "\"events:2:41\",\"topic\":\"events\",\"partition\":2,\"offset\":41,\"storedAt\":"
            + "\"1970-01-01T00:00:00Z\"},"
            + "{\"status\":400,\"detail\":\"event: found 1 problem, expected none\",\"errors\":"
            + "[{\"code\":\"A001\",\"pointer\":\"/1\",\"message\":\"found none\"}]},"
            + "{\"status\":202,\"id\":\"b\",\"receipt\":\"events:2:42\",\"topic\":\"events\","
            + "\"partition\":2,\"offset\":42,\"storedAt\":\"2026-11-20T09:00:00.001Z\"}]}",
        PublishedText.batch(
                List.of(
                    accepted("a", 41, "1970-01-01T00:00:00Z"),
                    refused,
                    accepted("b", 42, "2026-11-20T09:00:00.001Z")),
                null)
            .toString());
  }

  @Test
  void shouldSayWhereBatchIsApplied() {
    assertEquals(
        ALL.toJson(),
        PublishedText.batch(List.of(accepted("a", 41, "2026-11-20T09:00:00Z")), ALL)
            .toJsonObject()
            .getJsonObject("applied"));
  }

  private static BatchItem.Accepted accepted(String id, long offset, String at) {
    return new BatchItem.Accepted(
        id, new Stored(new Receipt("events", 2, offset), Instant.parse(at)));
  }
}

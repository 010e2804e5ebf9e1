// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static dev.freshet.worker.http.TwoNodes.SETTINGS;
import static dev.freshet.worker.http.TwoNodes.serve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import dev.freshet.worker.http.Api.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Clients that miss a key while another one loads it: one loads, the others may wait. */
class NodeHttpWaitingTest {
  private static final TwoNodes NODES = new TwoNodes();
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Api api = NODES.api();
  private final String key = NODES.newKey();
  private final String path = "/api/v1/cache/" + key;

  @AfterAll
  static void close() {
    NODES.close();
  }

  @Test
  void shouldLetOneClientLoadAndAskTheOthersToComeBack() {
    Reply first = api.get(path);
    Reply second = api.get(path);

    assertNotEquals("", first.header("Freshet-Stamp"));
    assertEquals("N005", second.code());
    assertEquals("", second.header("Freshet-Stamp"));
    assertTrue(Integer.parseInt(second.header("Retry-After")) > 0);
  }

  @Test
  void shouldAnswerThoseWhoWaitAsSoonAsTheValueIsThere() {
    try (NodeHttp http = serve(NODES.first, roomFor(20))) {
      Api api = new Api(http.port());
      String stamp = api.get(path).header("Freshet-Stamp");
      List<CompletableFuture<Reply>> waiting = waiting(api, 20);
      api.put(path, "\"loaded\"", "Freshet-Stamp", stamp);

      for (CompletableFuture<Reply> one : waiting) {
        assertEquals("\"loaded\"", one.join().text());
      }
    }
  }

  @Test
  void shouldGiveTheStampToOneOfThoseWhoWaitWhenTheLoadIsOvertaken() {
    try (NodeHttp http = serve(NODES.first, roomFor(2))) {
      Api api = new Api(http.port());
      String stamp = api.get(path).header("Freshet-Stamp");
      List<CompletableFuture<Reply>> waiting = waiting(api, 2);
      NODES.apply(new Target.Key(key)).join();
      assertEquals("N007", api.put(path, "\"old\"", "Freshet-Stamp", stamp).code());

      CompletableFuture<Reply> next = firstOf(waiting);
      assertEquals("N004", next.join().code());
      String nextStamp = next.join().header("Freshet-Stamp");
      assertEquals(204, api.put(path, "\"new\"", "Freshet-Stamp", nextStamp).status());
      for (CompletableFuture<Reply> one : waiting) {
        assertTrue(one == next || one.join().text().equals("\"new\""), () -> one.join().text());
      }
    }
  }

  @Test
  void shouldWaitNoLongerThanItWasTold() {
    String unused = api.get(path).header("Freshet-Stamp");

    Reply impatient = api.get(path + "?wait=100ms");

    assertEquals("N005", impatient.code());
  }

  @Test
  void shouldWakeThoseWhoWaitWhenTheKeyIsWritten() {
    try (NodeHttp http = serve(NODES.first, roomFor(1))) {
      Api api = new Api(http.port());
      String unused = api.get(path).header("Freshet-Stamp");
      CompletableFuture<Reply> waiter = waiting(api, 1).get(0);
      api.put(path, "\"written\"");

      assertEquals("\"written\"", waiter.join().text());
    }
  }

  @Test
  void shouldLetNoMoreWaitThanItMayAndGiveAPlaceBack() {
    try (NodeHttp http = serve(NODES.first, roomFor(1))) {
      Api api = new Api(http.port());
      String stamp = api.get(path).header("Freshet-Stamp");
      assertEquals("N005", api.get(path + "?wait=10ms").code());
      CompletableFuture<Reply> waiter = waiting(api, 1).get(0);
      api.put(path, "1", "Freshet-Stamp", stamp);

      assertEquals("1", waiter.join().text());
    }
  }

  /** A server that lets so many wait, for longer than clients wait for an answer. */
  private static NodeHttpSettings roomFor(int most) {
    return SETTINGS.with(new NodeHttpSettings.Loads(LONG, LONG, 10, LONG, most));
  }

  /** Reads that wait: as many as there is room for, which is known by one that is sent away. */
  private List<CompletableFuture<Reply>> waiting(Api api, int room) {
    List<CompletableFuture<Reply>> asked =
        IntStream.rangeClosed(0, room).mapToObj(i -> api.getAsync(path + "?wait=10m")).toList();
    CompletableFuture<Reply> sentAway = firstOf(asked);
    assertEquals("N005", sentAway.join().code());
    return asked.stream().filter(each -> each != sentAway).toList();
  }

  private static CompletableFuture<Reply> firstOf(List<CompletableFuture<Reply>> replies) {
    Object unused = CompletableFuture.anyOf(replies.toArray(CompletableFuture<?>[]::new)).join();
    return replies.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
  }
}

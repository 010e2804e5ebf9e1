// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Publishing over HTTP takes at most twice as long as by the library, a hit of a node at most 1.2
 * times as long as an answer that says nothing; a thousand members cost a coordinator less than a
 * tenth of a core, and their changes are seen within a second; fifty clients get all of a thousand
 * events a second.
 */
public final class ApiSuite implements Suite {
  private static final String TIME = "time";
  private static final double TIMES_OF_LIBRARY = 2;
  private static final double TIMES_OF_NOTHING = 1.2;
  private static final int PUBLISHERS = 4;
  private static final int READERS = 4;
  private static final String BATCHES =
      ", %d callers, batches of %d".formatted(PUBLISHERS, Publishing.BATCH);
  private static final String LIBRARY = "EventPublisher" + BATCHES;
  private static final String NOTHING = "empty answer, %d connections".formatted(READERS);

  @Override
  public String name() {
    return "api";
  }

  @Override
  public String title() {
    return "coordinator and node over HTTP, and the registry, on a local Kafka";
  }

  @Override
  public Trials open(Effort effort) {
    Stack stack = new Stack();
    try {
      Topics topics = new Topics("api");
      Server coordinator = stack.coordinator(topics);
      Server node = stack.start(NodeServer.class, topics);
      EventPublisher publisher = stack.publisher(topics);
      int api = coordinator.port("http");
      return Trials.of(
          List.of(
              publishing(
                  LIBRARY, Claim.of(TIME, "us/event"), () -> Publishing.by(publisher), effort),
              publishing(
                  "HTTP" + BATCHES,
                  Claim.of(TIME, "us/event").beside(LIBRARY).atMostTimes(TIMES_OF_LIBRARY),
                  () -> Publishing.overHttp(api),
                  effort),
              reading(NOTHING, claim(), node.port("empty"), effort),
              reading(
                  "GET of a hit in L1, %d connections".formatted(READERS),
                  claim().beside(NOTHING).atMostTimes(TIMES_OF_NOTHING),
                  node.port("node"),
                  effort),
              new Keeping(stack, effort).trial(),
              new FanOut(stack, topics, coordinator, effort).trial()),
          stack::close);
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static Claim claim() {
    return Claim.of(TIME, "us/request");
  }

  private static Trial publishing(
      String subject, Claim claim, Callable<Callable<Void>> caller, Effort effort) {
    return new Trial(
        subject,
        List.of(claim),
        () ->
            List.of(
                new Reading(
                    TIME, Pace.micros(callers(PUBLISHERS, caller), effort) / Publishing.BATCH)));
  }

  private static Trial reading(String subject, Claim claim, int port, Effort effort) {
    ClosedLoop client = ClosedLoop.get(port, "/api/v1/cache/" + NodeServer.KEY);
    return new Trial(
        subject,
        List.of(claim),
        () -> List.of(new Reading(TIME, Pace.micros(callers(READERS, client::connect), effort))));
  }

  private static List<Callable<Void>> callers(int count, Callable<Callable<Void>> caller)
      throws Exception {
    List<Callable<Void>> callers = new ArrayList<>();
    for (int each = 0; each < count; each++) {
      callers.add(caller.call());
    }
    return callers;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.api.Turns.Side;
import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.EventPublisher;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishing over HTTP takes at most twice as long as by the library, a hit of a node at most 1.2
 * times as long as an answer that says nothing; a thousand members cost a coordinator less than a
 * tenth of a core, and their changes are seen within a second; fifty clients get all of a thousand
 * events a second.
 */
public final class ApiSuite implements Suite {
  private static final double TIMES_OF_LIBRARY = 2;
  private static final double TIMES_OF_NOTHING = 1.2;
  private static final int CALLERS = 4;

  /** A way through HTTP, JSON and Kafka is long, and compiled piece by piece. */
  private static final int WARM_UPS_TO_PUBLISH = 10;

  private static final int WARM_UPS_TO_READ = 4;
  private static final String BATCHES =
      ", %d callers, batches of %d".formatted(CALLERS, Publishing.BATCH);
  private static final String LIBRARY = "EventPublisher" + BATCHES;
  private static final String NOTHING = "empty answer, %d connections".formatted(CALLERS);

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
    Opened opened = new Opened();
    try {
      Stack stack = opened.add(new Stack());
      Backends servers = Backends.start(stack);
      List<Trial> trials = new ArrayList<>();
      trials.addAll(publishing(stack, servers, effort));
      trials.addAll(reading(servers, effort));
      trials.add(new Keeping(opened, stack, servers, effort).trial());
      trials.add(new FanOut(stack, servers.coordinator(), effort).trial());
      return Trials.of(trials, opened::close);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static List<Trial> publishing(Stack stack, Backends servers, Effort effort) {
    EventPublisher publisher = stack.publisher(Backends.TOPICS);
    int api = servers.coordinator().port("http");
    Claim claim = Claim.of(Turns.TIME, "us/event");
    return Turns.of(
        effort,
        WARM_UPS_TO_PUBLISH,
        new Side(LIBRARY, claim, CALLERS, Publishing.BATCH, () -> Publishing.by(publisher)),
        new Side(
            "HTTP" + BATCHES,
            claim.beside(LIBRARY).atMostTimes(TIMES_OF_LIBRARY),
            CALLERS,
            Publishing.BATCH,
            () -> Publishing.overHttp(api)));
  }

  private static List<Trial> reading(Backends servers, Effort effort) {
    String path = "/api/v1/cache/" + NodeServer.KEY;
    ClosedLoop nothing = ClosedLoop.get(servers.node().port("empty"), path);
    ClosedLoop hit = ClosedLoop.get(servers.node().port("node"), path);
    Claim claim = Claim.of(Turns.TIME, "us/request");
    return Turns.of(
        effort,
        WARM_UPS_TO_READ,
        new Side(NOTHING, claim, CALLERS, 1, nothing::connect),
        new Side(
            "GET of a hit in L1, %d connections".formatted(CALLERS),
            claim.beside(NOTHING).atMostTimes(TIMES_OF_NOTHING),
            CALLERS,
            1,
            hit::connect));
  }
}

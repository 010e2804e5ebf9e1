// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a coordinator and three nodes that have nothing to do tell each other costs less than a
 * hundredth of a core: what they cost more than a coordinator and three nodes that are mute. A node
 * stands beside a JVM that has nothing but a consumer, a producer and a connection to Redis, which
 * is the least that it can be.
 */
public final class FootprintSuite implements Suite {
  private static final double PERCENT_OF_A_CORE = 1;
  private static final String CPU = "CPU";
  private static final String CPU_UNIT = "% of a core";
  private static final String RESIDENT = "memory, of the system";
  private static final String HEAP = "memory, of the heap";
  private static final String MEGABYTES = "MB";
  private static final String START = "start";
  private static final String CLIENTS = "consumer, producer, Redis connection";
  private static final String NODE = "node";
  private static final String COORDINATOR = "coordinator";
  private static final String ALL = "coordinator and %d nodes".formatted(Household.NODES);
  private static final String TALK = "markers and heartbeats, " + ALL;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String title() {
    return "what servers cost that have nothing to do, on a local Kafka and Redis, 4 partitions";
  }

  @Override
  public Trials open(Effort effort) {
    Opened opened = new Opened();
    Household household = opened.add(Household.open());
    IdleWindows windows = new IdleWindows(household.everybody(), effort);
    Markers markers = new Markers(household.stack().kafkaClient());
    Starts clients = new Starts(household.clients(), household::furtherClients);
    Starts nodes = new Starts(household.nodes(), household::lonelyNode);
    List<Server> coordinators = List.of(household.coordinator(), household.mute().get(0));
    Crowd crowd = opened.add(new Crowd(household.stack(), effort, coordinators));
    return Trials.of(
        List.of(
            new Trial(
                CLIENTS,
                List.of(
                    Claim.of(CPU, CPU_UNIT),
                    Claim.of(RESIDENT, MEGABYTES),
                    Claim.of(HEAP, MEGABYTES),
                    Claim.of(START, "ms")),
                () -> started(CLIENTS, windows, household.clients(), clients)),
            new Trial(
                NODE,
                List.of(
                    Claim.of(CPU, CPU_UNIT).beside(CLIENTS),
                    Claim.of(RESIDENT, MEGABYTES).beside(CLIENTS),
                    Claim.of(HEAP, MEGABYTES).beside(CLIENTS),
                    Claim.of(START, "ms").beside(CLIENTS)),
                () -> started(NODE, windows, household.nodes(), nodes)),
            new Trial(
                COORDINATOR,
                List.of(
                    Claim.of(CPU, CPU_UNIT),
                    Claim.of(RESIDENT, MEGABYTES),
                    Claim.of(HEAP, MEGABYTES)),
                () -> idle(COORDINATOR, windows, List.of(household.coordinator()))),
            new Trial(
                ALL,
                List.of(Claim.of(CPU, CPU_UNIT)),
                () -> List.of(new Reading(CPU, windows.percent(ALL, household.members())))),
            new Trial(
                TALK,
                List.of(Claim.of(CPU, CPU_UNIT).atMost(PERCENT_OF_A_CORE)),
                () -> talk(household, windows, markers)),
            crowd.trial()),
        opened::close);
  }

  /** What those who tell each other how they are cost more than those who do not. */
  private static List<Reading> talk(Household household, IdleWindows windows, Markers markers)
      throws Exception {
    double more = windows.percentMore(TALK, household.members(), household.mute());
    markers.check();
    return List.of(new Reading(CPU, more));
  }

  private static List<Reading> started(
      String subject, IdleWindows windows, List<Server> servers, Starts starts) throws IOException {
    List<Reading> readings = new ArrayList<>(idle(subject, windows, servers));
    readings.add(new Reading(START, starts.nextMillis()));
    return readings;
  }

  /** What one of them takes, on average. */
  private static List<Reading> idle(String subject, IdleWindows windows, List<Server> servers)
      throws IOException {
    double percent = windows.percent(subject, servers);
    // First the heap: the system's is that after the collection.
    long heapBytes = 0;
    for (Server server : servers) {
      heapBytes += server.heapBytes();
    }
    long residentBytes = 0;
    for (Server server : servers) {
      residentBytes += server.residentBytes();
    }
    return List.of(
        new Reading(CPU, percent / servers.size()),
        new Reading(RESIDENT, residentBytes / 1e6 / servers.size()),
        new Reading(HEAP, heapBytes / 1e6 / servers.size()));
  }
}

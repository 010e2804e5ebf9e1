// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.rules;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From an event to targets. Made by JMH. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class Matching {
  private static final int EVENTS = 1_024;

  /** How many rules there are in all; three are for the event. */
  @Param("10")
  public int rules;

  /** Whether the three have conditions. */
  @Param("false")
  public boolean conditions;

  private final Instant storedAt = Instant.parse("2026-01-01T00:00:00Z");
  private RuleBook book;
  private DomainEvent[] events;
  private int next;

  /** Compiles the rules and makes events. */
  @Setup
  public void compile() {
    book = RuleBook.compile(Book.of(rules, conditions)).orThrow();
    events = new DomainEvent[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      events[i] = DomainEvent.of("id" + i, "/bench", Book.EVENT, data(i));
    }
    MatchResult first = book.match(events[0], storedAt);
    if (first.outcomes().size() != 3 || !first.failures().isEmpty()) {
      throw new IllegalStateException(
          "rules: found " + first + ", expected matches of three rules");
    }
  }

  private static Map<String, Object> data(int i) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("orderId", "o-" + i);
    data.put("userId", (long) i);
    data.put("sellerId", "s-" + i % 10);
    data.put("buyerId", "b-" + i % 100);
    data.put("amount", 20.0 + i);
    data.put("currency", "EUR");
    return data;
  }

  private DomainEvent event() {
    next = (next + 1) & (EVENTS - 1);
    return events[next];
  }

  /** Three rules with three targets each. */
  @Benchmark
  public MatchResult match() {
    return book.match(event(), storedAt);
  }

  /** The same targets by code that knows them: the least that can be done. */
  @Benchmark
  public List<Target> byHand() {
    Map<String, Object> data = event().data();
    List<Target> targets = new ArrayList<>();
    for (String field : List.of("userId", "sellerId", "buyerId")) {
      targets.add(new Target.Key("order:" + data.get("orderId")));
      targets.add(Target.parameter("history", "userId", String.valueOf(data.get("userId"))));
      targets.add(new Target.Tag("user:" + data.get(field)));
    }
    return targets;
  }
}

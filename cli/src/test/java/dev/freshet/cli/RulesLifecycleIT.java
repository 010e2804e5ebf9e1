// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.awaitility.Awaitility.await;

import dev.freshet.coordinator.Coordinator;
import dev.freshet.coordinator.replay.ShadowReport;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a rule set, from nothing to a rollback, beside a coordinator: what each command
 * prints to the letter.
 */
class RulesLifecycleIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Path GOLDEN = Path.of("src/test/resources/rules/live/lifecycle.txt");

  @TempDir private Path directory = Path.of("");
  private final Topics topics = new Topics(Environments.unique());
  private final CompletableFuture<String> starting =
      CompletableFuture.supplyAsync(RegistryFixture::url);
  private final String kafka = KafkaFixture.bootstrapServers();
  private final String registry = starting.join();
  private Transcript transcript = new Transcript(directory);

  @Test
  void shouldSayAtEveryStepWhatWasDone() throws Exception {
    CompletableFuture<Transcript> unreachable = CompletableFuture.supplyAsync(this::askNobody);
    RulesTranscriptTest.copyFiles(GOLDEN.resolveSibling("sets"), directory);
    transcript =
        new Transcript(directory)
            .name("ENVIRONMENT", topics.environment())
            .name("ANN", "--author ann --git-sha 0c0ffee")
            .name(
                "LIVE",
                "--bootstrap %s --registry %s --environment %s"
                    .formatted(kafka, registry, topics.environment()));
    try (Coordinator coordinator =
        Coordinator.builder(kafka, registry)
            .environment(topics.environment())
            .sizing(TopicSizing.dev())
            .stateDir(directory.resolve("state"))
            .origin("coordinator-1")
            .start()) {
      coordinator.awaitRunning(TIMEOUT);
      fromNothingToARule();
      refusals();
      shadow();
      tooWide();
      backAgain();
      withoutRules();
      ended();
      paused();
    }
    transcript.add(unreachable.join());
    Golden.check(GOLDEN, transcript.text());
  }

  private void fromNothingToARule() throws Exception {
    transcript.note("A new rule set");
    run("rules new orders --event order.shipped --owner @shop --dir ./orders");
    run("rules check ./orders");
    run("rules test ./orders");
    run("rules history $LIVE");
    run("rules apply ./orders $LIVE");
    run("rules apply ./orders $LIVE --dry-run server");
    run("rules apply ./orders ./carts $LIVE $ANN --reason 'a first rule' --yes");
    run("rules apply ./orders $LIVE");
    String event = publish(1, 5);
    publish(2, 500);
    transcript.name("EVENT", event);
    transcript.note("An event of user 1 for 5, then one of user 2 for 500");
    run("rules explain --from $EVENT $LIVE");
    run("rules explain --from $ENVIRONMENT.events:0:77 $LIVE");
  }

  private void refusals() throws IOException {
    transcript.note("What is refused");
    run("rules apply ./broken $LIVE --yes");
    run("rules apply ./failing $LIVE --yes");
    run("rules apply ./untested $LIVE --yes");
    run("rules apply ./shadow $LIVE --expect-rev orders=7 --replay 0 --yes");
    run("rules promote orders/on-order-shipped $LIVE --yes");
  }

  private void shadow() throws Exception {
    transcript.note("A second rule, in shadow mode");
    run("rules diff ./shadow $LIVE --live --replay 1h");
    run("rules diff ./shadow $LIVE --replay 1h -o json");
    run("rules apply ./shadow $LIVE $ANN --reason 'watch it' --replay 0 --yes");
    publish(3, 500);
    awaitShadowed(1);
    transcript.note("An event of user 3 for 500; then the rule is enforced");
    run("rules promote large-order $LIVE");
    run("rules promote large-order $LIVE $ANN --reason 'no surprises' --yes");
  }

  private void tooWide() throws IOException {
    transcript.note("Above the blast-radius limit");
    run("rules apply ./wide $LIVE --yes");
    run("rules apply ./wide $LIVE --force --yes");
    run("rules apply ./wide $LIVE $ANN --force --reason 'a new layout' --replay 0 --yes");
  }

  private void withoutRules() throws IOException {
    transcript.note("A set with nothing to test");
    run("rules apply ./jobs $LIVE $ANN --reason 'warm carts' --replay 0 --yes");
  }

  private void backAgain() throws IOException {
    transcript.note("Back again");
    run("rules history orders $LIVE");
    run("rules history $LIVE -o json");
    run("rules history orders $LIVE --show 2 | head -3");
    run("rules history orders $LIVE --show 9");
    run("rules history carts $LIVE");
    run("rules diff ./wide $LIVE --rev 4");
    run("rules diff ./wide $LIVE --rev 9");
    run("rules rollback orders $LIVE --to 9 --yes");
    run("rules rollback carts $LIVE --to 1 --yes");
    run("rules rollback orders $LIVE --to 3");
    run("rules rollback orders $LIVE $ANN --to 3 --reason 'purges too much' --yes");
  }

  private void ended() throws IOException {
    transcript.note("Tests of events that happened, and the end of a set");
    run("rules capture $LIVE --type payment.*");
    run("rules capture $LIVE --max 2 --rules ./wide");
    run("rules remove lists $LIVE --yes");
    run("rules remove carts $LIVE");
    run("rules remove carts $LIVE $ANN --reason 'there are lists now' --yes");
  }

  private void paused() throws IOException {
    transcript.note("While nothing is mapped");
    run("rules pause $LIVE $ANN --reason 'have a look'");
    run("rules apply ./shadow $LIVE $ANN --replay 0 --yes");
    run("rules resume $LIVE $ANN --reason 'seen'");
    run("rules history orders $LIVE");
  }

  /** Takes five seconds, and needs nothing: meanwhile the others go on. */
  private Transcript askNobody() {
    try {
      Transcript asked = new Transcript(directory);
      asked.note("Where nobody answers");
      int unused =
          asked.run("freshet rules history --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1");
      return asked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String line) throws IOException {
    int unused = transcript.run("freshet " + line);
  }

  private String publish(long user, long amount) throws Exception {
    try (EventPublisher events =
        EventPublisher.builder(kafka).environment(topics.environment()).build()) {
      Map<String, Object> data = new TreeMap<>(Map.of("userId", user, "amount", amount));
      DomainEvent event = DomainEvent.of("e" + user, "/shop", "order.shipped", data);
      return events.publish(event, "orders").get().toString();
    }
  }

  private void awaitShadowed(long commands) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka);
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                ShadowReport.read(client, topics, "orders/large-order", Instant.EPOCH).commands()
                    == commands);
  }
}

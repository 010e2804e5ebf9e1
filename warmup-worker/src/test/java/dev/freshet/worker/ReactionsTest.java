// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.CommandUnreadable;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.registry.MemberId;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.member.MemberDescription;
import dev.freshet.worker.member.Membership;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ReactionsTest {
  private static final Position AT = new Position(0, 3, 7);
  private static final Target USER = new Target.Tag("user:42");

  private final AvroCodec avro = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
  private final MockProducer<byte[], byte[]> reports =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<AppliedCommand> heard = new ArrayList<>();

  @Test
  void shouldCountAndTellWhatWasApplied() {
    Receipt cause = new Receipt("freshet.events", 2, 9);

    reactions(heard::add).applied(USER, AT, cause);

    assertEquals(List.of(new AppliedCommand(USER, AT, cause)), heard);
    assertEquals(1, meters.get("freshet.commands.applied").counter().count());
  }

  @Test
  void shouldReportWhatCouldNotBeReadAndTellThatEverythingIsStale() {
    reactions(heard::add).unreadable("freshet.commands", AT, "found 3 bytes");

    assertEquals(List.of(new AppliedCommand(Target.ALL, AT, null)), heard);
    assertEquals(1, meters.get("freshet.commands.unreadable").counter().count());
    assertEquals(
        new CommandUnreadable("n1", "freshet.commands", 0, 7L, "found 3 bytes"),
        assertInstanceOf(CommandUnreadable.class, report().getDetails()));
  }

  @Test
  void shouldGoOnWhenAListenerFails() {
    Reactions failing =
        reactions(
            command -> {
              throw new IllegalStateException("listener");
            });

    failing.applied(USER, AT, null);

    assertEquals(1, meters.get("freshet.commands.applied").counter().count());
  }

  private CacheStateEvent report() {
    return avro.decode(
        new RecordAddress(Topics.DEFAULT.cacheState(), 0, 0),
        reports.history().get(0).value(),
        CacheStateEvent.class);
  }

  private Reactions reactions(CommandListener listener) {
    NodeSettings settings =
        new NodeSettings(
            new MemberId("s", "n1"),
            "i1",
            "nowhere:1",
            Topics.DEFAULT,
            Duration.ofSeconds(1),
            Map.of());
    InstantSource clock = InstantSource.system();
    return new Reactions(
        new NodeMeters(meters, new AppliedProgress(), clock),
        new StateReporter(reports, avro, settings, clock),
        new Membership(settings, MemberDescription.NONE),
        listener);
  }
}

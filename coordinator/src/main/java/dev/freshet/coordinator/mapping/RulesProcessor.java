// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.rulesets.ContentHash;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.rules.RuleSource;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands revisions of rule sets to {@link RuleBooks}. Runs on the client's global thread, which
 * nothing replaces when it dies: no record may stop it.
 */
final class RulesProcessor extends ContextualProcessor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(RulesProcessor.class);

  private final Workbench bench;

  RulesProcessor(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String name = record.key();
    if (record.value() == null) {
      LOG.info("Rule set removed: ruleSet={}", name);
      bench.parts().books().remove(name);
      return;
    }
    try {
      accept(name, bench.parts().patience().untilClosed(() -> decode(record.value())));
    } catch (RegistryUnavailableException e) {
      LOG.info("Rule set left unread, the coordinator is closing: ruleSet={}", name);
    } catch (RuntimeException e) {
      bench.parts().books().refuse(name, 0, "record is unreadable: " + e.getMessage());
    }
  }

  private RuleSetRevision decode(byte[] value) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    RecordAddress address = new RecordAddress(place.topic(), place.partition(), place.offset());
    return bench.parts().codec().decode(address, value, RuleSetRevision.class);
  }

  private void accept(String name, RuleSetRevision revision) {
    RuleBooks books = bench.parts().books();
    long number = revision.getRevision();
    if (!revision.getName().equals(name)) {
      String message =
          "record key is wrong, found " + name + ", expected the name " + revision.getName();
      books.refuse(name, number, message);
      return;
    }
    String hash = ContentHash.of(revision.getYaml());
    if (!revision.getContentHash().equals(hash)) {
      String message =
          "content hash is wrong, found " + revision.getContentHash() + ", expected " + hash;
      books.refuse(name, number, message);
      return;
    }
    books.put(new RuleSource(name, name + "@" + number, number, revision.getYaml()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.RegistryUnavailableException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the records of the rules topic to {@link RuleBooks}. Runs on the client's global thread,
 * which nothing replaces when it dies: no record may stop it.
 */
final class RulesProcessor extends ContextualProcessor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(RulesProcessor.class);

  private final Workbench bench;

  RulesProcessor(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String key = record.key();
    MappingParts parts = bench.parts();
    try {
      parts
          .patience()
          .untilClosed(
              () -> {
                parts.books().read(parts.codec(), address(), key, record.value());
                return key;
              });
    } catch (RegistryUnavailableException e) {
      LOG.info("Rules left unread, the coordinator is closing: key={}", key);
    } catch (RuntimeException e) {
      parts.books().refuse(key, 0, "record cannot be taken: " + e);
    }
  }

  private RecordAddress address() {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    return new RecordAddress(place.topic(), place.partition(), place.offset());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the registry knows: Confluent's own in-memory registry, with the checks that its server
 * makes before it, and a journal behind it. Refusals are {@link RegistryError}s.
 *
 * <p>Safe for any thread: one lock keeps the order of ids and the order of the journal the same.
 */
final class RegistryStore {

  private final MockSchemaRegistryClient client =
      new MockSchemaRegistryClient(List.of(new AvroSchemaProvider()));
  private final RegistryJournal journal;

  RegistryStore(RegistryJournal journal) {
    this.journal = journal;
    journal.replay(this::redo);
  }

  synchronized int register(String subject, SchemaText text) {
    ParsedSchema schema = parse(text);
    Optional<Schema> known = find(subject, schema);
    if (known.isPresent()) {
      return known.get().getId();
    }
    List<String> problems = call(() -> client.testCompatibilityVerbose(subject, schema));
    if (!problems.isEmpty()) {
      throw RegistryError.incompatible(subject, problems.toString());
    }
    int id = call(() -> client.register(subject, schema));
    journal.append(new RegistryJournal.Registered(subject, text, id));
    return id;
  }

  synchronized Schema lookUp(String subject, SchemaText text) {
    versions(subject);
    return find(subject, parse(text))
        .orElseThrow(() -> RegistryError.schemaNotFound("of " + subject));
  }

  synchronized Collection<String> subjects() {
    return call(client::getAllSubjects);
  }

  synchronized List<Integer> versions(String subject) {
    if (!subjects().contains(subject)) {
      throw RegistryError.subjectNotFound(subject);
    }
    return call(() -> client.getAllVersions(subject));
  }

  synchronized Schema version(String subject, int version) {
    if (!versions(subject).contains(version)) {
      throw RegistryError.versionNotFound(version);
    }
    return client.getByVersion(subject, version, false);
  }

  synchronized Schema latest(String subject) {
    List<Integer> versions = versions(subject);
    return version(subject, versions.get(versions.size() - 1));
  }

  synchronized Schema byId(int id) {
    SubjectVersion any =
        versionsOf(id).stream()
            .findFirst()
            .orElseThrow(() -> RegistryError.schemaNotFound(Integer.toString(id)));
    return version(any.getSubject(), any.getVersion());
  }

  synchronized List<SubjectVersion> versionsOf(int id) {
    return List.copyOf(client.getAllVersionsById(id));
  }

  /** The compatibility level of every subject that has none of its own. */
  synchronized String compatibility() {
    return call(() -> client.getConfig(null)).getCompatibilityLevel();
  }

  /** The level that was set for this subject. */
  synchronized Optional<String> compatibility(String subject) {
    try {
      return Optional.of(client.getConfig(subject).getCompatibilityLevel());
    } catch (RestClientException notSet) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException("schema registry: failed in memory", impossible);
    }
  }

  synchronized void setCompatibility(String level) {
    change(new RegistryJournal.Configured(Optional.empty(), valid(level)));
  }

  synchronized void setCompatibility(String subject, String level) {
    change(new RegistryJournal.Configured(Optional.of(subject), valid(level)));
  }

  private void change(RegistryJournal.Configured configured) {
    configure(configured);
    journal.append(configured);
  }

  private void redo(RegistryJournal.Line line) {
    if (line instanceof RegistryJournal.Configured configured) {
      configure(configured);
    } else if (line instanceof RegistryJournal.Registered registered) {
      registerAgain(registered);
    }
  }

  private void configure(RegistryJournal.Configured configured) {
    Config config = new Config(configured.level());
    call(() -> client.updateConfig(configured.subject().orElse(null), config));
  }

  private void registerAgain(RegistryJournal.Registered registered) {
    int id = call(() -> client.register(registered.subject(), parse(registered.text())));
    if (id != registered.id()) {
      throw new IllegalStateException(
          "schema registry: subject %s gets another id on replay, found %d, expected %d"
              .formatted(registered.subject(), id, registered.id()));
    }
  }

  private static String valid(String level) {
    if (CompatibilityLevel.forName(level) == null) {
      throw RegistryError.invalidCompatibility(level);
    }
    return level;
  }

  private Optional<Schema> find(String subject, ParsedSchema schema) {
    if (!subjects().contains(subject)) {
      return Optional.empty();
    }
    return call(() -> client.getAllVersions(subject)).stream()
        .map(version -> client.getByVersion(subject, version, false))
        .filter(known -> known.getSchema().equals(schema.canonicalString()))
        .findFirst();
  }

  private ParsedSchema parse(SchemaText text) {
    return client
        .parseSchema(text.type(), text.schema(), text.references())
        .orElseThrow(
            () -> RegistryError.invalidSchema("found " + text.type() + " " + text.schema()));
  }

  private static <T> T call(RegistryCall<T> call) {
    try {
      return call.make();
    } catch (RestClientException refused) {
      throw new IllegalStateException("schema registry: refused in memory", refused);
    } catch (IOException impossible) {
      throw new UncheckedIOException("schema registry: failed in memory", impossible);
    }
  }

  /** A call of the client, with what it declares and, in memory, never throws after our checks. */
  private interface RegistryCall<T> {
    T make() throws IOException, RestClientException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what is registered, for tools that look at schemas rather than at records. Every call
 * blocks on the registry for at most some seconds, and does not repeat a request that failed.
 *
 * <p>Safe for any thread.
 */
public final class SchemaRegistry implements AutoCloseable {
  private static final int SCHEMAS_IN_MEMORY = 100;
  private static final String AVRO = "AVRO";

  /** The registry's own codes begin with this; a bare HTTP 404 may come from a wrong URL. */
  private static final int NOT_FOUND = 404;

  private final String url;
  private final SchemaRegistryClient client;

  /**
   * The newest version of a subject.
   *
   * @param subject where it is registered
   * @param version counts the versions of the subject, from 1
   * @param format {@code AVRO}, {@code JSON} or {@code PROTOBUF}
   * @param text the schema
   * @param referenced the texts of the schemas that it refers to, each behind those that it needs
   *     itself
   */
  public record Registered(
      String subject, int version, String format, String text, List<String> referenced) {
    public Registered {
      referenced = List.copyOf(referenced);
    }
  }

  /**
   * A registry, which is not asked yet.
   *
   * @param url base URL, several with commas, or {@code mock://NAME} for one in this process
   */
  public SchemaRegistry(String url) {
    this(
        url,
        SchemaRegistryClientFactory.newClient(
            List.of(url.split(",", -1)),
            SCHEMAS_IN_MEMORY,
            List.of(new AvroSchemaProvider()),
            Map.of(
                "http.connect.timeout.ms", 3_000, "http.read.timeout.ms", 5_000, "max.retries", 0),
            Map.of()));
  }

  SchemaRegistry(String url, SchemaRegistryClient client) {
    this.url = url;
    this.client = client;
  }

  /**
   * The subjects whose names begin with a prefix, in the order of their names.
   *
   * @param prefix a topic's name and {@code -} for the events of a topic, empty for all
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public List<String> subjects(String prefix) {
    try {
      Collection<String> subjects = client.getAllSubjectsByPrefix(prefix);
      return subjects.stream().sorted().toList();
    } catch (IOException | RestClientException e) {
      throw unavailable(e);
    }
  }

  /**
   * The newest schema of a subject; empty if the subject is gone.
   *
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public Optional<Registered> newest(String subject) {
    try {
      SchemaMetadata newest = client.getLatestSchemaMetadata(subject);
      List<String> referenced = new ArrayList<>();
      collect(newest.getReferences(), new HashSet<>(), referenced);
      String format = newest.getSchemaType() == null ? AVRO : newest.getSchemaType();
      return Optional.of(
          new Registered(subject, newest.getVersion(), format, newest.getSchema(), referenced));
    } catch (RestClientException e) {
      if (e.getErrorCode() / 100 == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private void collect(List<SchemaReference> references, Set<String> seen, List<String> texts)
      throws IOException, RestClientException {
    for (SchemaReference reference : references) {
      if (seen.add(reference.getSubject() + "/" + reference.getVersion())) {
        SchemaMetadata found =
            client.getSchemaMetadata(reference.getSubject(), reference.getVersion());
        collect(found.getReferences(), seen, texts);
        texts.add(found.getSchema());
      }
    }
  }

  private RegistryUnavailableException unavailable(Exception e) {
    return new RegistryUnavailableException(
        "the schema registry at " + url + " cannot be asked: " + e.getMessage(), e);
  }

  /** Closes the connections to the registry. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("schema registry client: cannot be closed", e);
    }
  }
}

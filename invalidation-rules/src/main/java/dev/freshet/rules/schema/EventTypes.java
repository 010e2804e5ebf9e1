// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import dev.freshet.events.wire.SchemaRegistry;
import dev.freshet.example.ShippedEvents;
import dev.freshet.rules.source.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The event types that are known, each with its shape. Immutable and safe for any thread.
 *
 * <p>Catalogues come from schema files, from a schema registry, or with Freshet, and are laid over
 * each other: {@code EventTypes.registered(registry, "").over(EventTypes.read(dir))}. An empty one
 * knows nothing and lets everything pass.
 */
public final class EventTypes {
  /** Knows no type, so that nothing is checked. */
  public static final EventTypes NONE = of(List.of());

  private final NavigableMap<String, EventShape> shapes;
  private final List<String> notes;

  private EventTypes(Collection<EventShape> shapes, List<String> notes) {
    this.shapes = new TreeMap<>();
    List<String> found = new ArrayList<>(notes);
    for (EventShape shape : shapes) {
      EventShape first = this.shapes.putIfAbsent(shape.type(), shape);
      if (first != null) {
        Difference.between(first, shape).ifPresent(found::add);
      }
    }
    this.notes = List.copyOf(found);
  }

  /** A catalogue of some shapes; of two for one type the first counts, and a note says so. */
  public static EventTypes of(Collection<EventShape> shapes) {
    return new EventTypes(shapes, List.of());
  }

  /** The events of the eight example services. */
  public static EventTypes shipped() {
    return of(
        ShippedEvents.byType().values().stream()
            .flatMap(schema -> AvroShape.of(schema, schema.getName()).stream())
            .toList());
  }

  /**
   * Reads a schema file, or all {@code *.avsc} and {@code *.schema.json} files below a directory.
   * An Avro schema belongs to an event if it has the property {@code eventType}, a JSON Schema if
   * it has {@code x-event-type} or a title without white space; others are passed over. Avro
   * schemas may name each other. Blocks on the disk.
   *
   * @throws IOException if a file cannot be read
   * @throws InvalidSchemaException if files are no schemas; names all of them
   */
  public static EventTypes read(Path path) throws IOException {
    return of(SchemaFiles.read(path));
  }

  /**
   * The newest versions of the subjects whose names begin with a prefix. Blocks on the registry. A
   * schema that cannot be read is left out, and a note says so.
   *
   * @param prefix a topic's name and {@code -} for the events of a topic, empty for all
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked
   */
  public static EventTypes registered(SchemaRegistry registry, String prefix) {
    RegisteredShapes reader = new RegisteredShapes();
    for (String subject : registry.subjects(prefix)) {
      registry.newest(subject).ifPresent(reader::add);
    }
    return new EventTypes(reader.shapes(), reader.notes());
  }

  /** This catalogue with what only {@code others} knows; notes say where the two differ. */
  public EventTypes over(EventTypes others) {
    List<EventShape> all = new ArrayList<>(shapes.values());
    all.addAll(others.shapes.values());
    List<String> both = new ArrayList<>(notes);
    both.addAll(others.notes);
    return new EventTypes(all, both);
  }

  /** Whether no type is known, and so nothing is checked. */
  public boolean isEmpty() {
    return shapes.isEmpty();
  }

  /** The shape of a type. */
  public Optional<EventShape> find(String type) {
    return Optional.ofNullable(shapes.get(type));
  }

  /**
   * The known types that a rule covers, in the order of the types.
   *
   * @param event a type, or a prefix of types that ends in {@code .*}
   */
  public CoveredEvents covered(String event) {
    if (!event.endsWith("*")) {
      return new CoveredEvents(event, find(event).stream().toList());
    }
    String prefix = event.substring(0, event.length() - 1);
    return new CoveredEvents(
        event,
        shapes.tailMap(prefix).values().stream()
            .takeWhile(shape -> shape.type().startsWith(prefix))
            .toList());
  }

  /** The nearest type or prefix to one that covers no known type, as a help text. */
  public String nearest(String event) {
    Set<String> names = new TreeSet<>(types());
    if (event.endsWith("*")) {
      names.clear();
      for (String type : types()) {
        for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
          names.add(type.substring(0, dot) + ".*");
        }
      }
    }
    String help = NearestName.help(event, names);
    return help != null ? help : types().size() + " event types are known, none is like it";
  }

  /** All known types, in order. */
  public Set<String> types() {
    return Collections.unmodifiableSet(shapes.keySet());
  }

  /** What a user of the catalogue should know: contradicting schemas, schemas left out. */
  public List<String> notes() {
    return notes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.SchemaRegistry;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.schema.InvalidSchemaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the schemas of events are. */
public final class Schemas {
  private static final String EXPECTED =
      "expected Avro (.avsc) with the property eventType, or JSON Schema (.schema.json) with"
          + " x-event-type or a title that is the type";

  @Option(
      names = "--schemas",
      paramLabel = "PATH",
      description =
          "Avro (.avsc) and JSON (.schema.json) schemas of events; repeatable; default those"
              + " beside the rules.")
  private List<Path> paths = List.of();

  @Option(
      names = "--offline",
      description = "Ask no registry and no coordinator, even if they are named.")
  private boolean offline;

  /** Whether nothing outside of this machine is to be asked. */
  public boolean isOffline() {
    return offline;
  }

  /**
   * The event types that are known: the registry's first, then those of files. What is odd about
   * them goes to {@code err}.
   *
   * @param inputs where the rules come from
   * @param registry its URL, or null
   * @throws UsageFailure if schemas cannot be read or the registry does not answer
   */
  public EventTypes read(List<Path> inputs, @Nullable String registry, PrintWriter err) {
    EventTypes types = registry == null || offline ? EventTypes.NONE : registered(registry);
    for (Path path : paths.isEmpty() ? inputs : paths) {
      if (!paths.isEmpty() || Files.isDirectory(path)) {
        EventTypes found = read(path);
        if (found.isEmpty() && !paths.isEmpty()) {
          err.println("note: " + path + ": found no schema of an event, " + EXPECTED);
        }
        types = types.over(found);
      }
    }
    types.notes().forEach(note -> err.println("note: " + note));
    return types;
  }

  private static EventTypes read(Path path) {
    try {
      return EventTypes.read(path);
    } catch (IOException e) {
      throw new UsageFailure("--schemas: " + Trouble.line(e));
    } catch (InvalidSchemaException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }

  private static EventTypes registered(String url) {
    try (SchemaRegistry registry = new SchemaRegistry(url)) {
      return EventTypes.registered(registry, "");
    } catch (RegistryUnavailableException e) {
      throw new UsageFailure(
          "--registry: no answer from "
              + url
              + ", give --offline to go without: "
              + e.getMessage());
    }
  }
}

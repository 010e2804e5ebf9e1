// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.cli.config.WrongSettingsException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.worker.source.http.EndpointSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of sources, and of the regions that are loaded from them. Immutable.
 *
 * @param dataSources by their names
 * @param endpoints by their names
 * @param loaders no two of a region, each of a source that there is
 */
public record SourcesFile(
    Map<String, DataSource> dataSources,
    Map<String, EndpointSettings> endpoints,
    List<Loader> loaders) {

  /** Of a worker that has none. */
  public static final SourcesFile NONE = new SourcesFile(Map.of(), Map.of(), List.of());

  /**
   * How a database is reached. Its text shows the name alone.
   *
   * @param user null for none
   * @param password null for none
   */
  record DataSource(
      String name,
      String url,
      @Nullable String user,
      @Nullable String password,
      int poolSize,
      Duration timeout) {
    @Override
    public String toString() {
      return "data source " + name;
    }
  }

  /** How a region is loaded. */
  sealed interface Loader {
    /** The region. */
    String region();

    /** The holes that are filled from its keys. */
    List<String> holes();

    /** By a query. */
    record Jdbc(String region, String dataSource, String query, int maxBatch, List<String> holes)
        implements Loader {}

    /** By requests. */
    record Http(String region, String endpoint, String path, List<String> holes)
        implements Loader {}
  }

  public SourcesFile {
    dataSources = Map.copyOf(dataSources);
    endpoints = Map.copyOf(endpoints);
    loaders = List.copyOf(loaders);
  }

  /**
   * Reads a file.
   *
   * @param environment for the variables that it names
   * @throws WrongSettingsException with all that is wrong; shows no values that may be secret
   */
  public static SourcesFile read(Path file, Map<String, String> environment) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new WrongSettingsException(
          List.of(file + ": found no file, expected one with sources"));
    } catch (IOException e) {
      throw new WrongSettingsException(
          List.of(file + ": cannot be read, expected UTF-8 text: " + e.getClass().getSimpleName()));
    }
    return read(new SourceText(file.toString(), text), environment);
  }

  /** As {@link #read(Path, Map)}, of a text. */
  public static SourcesFile read(SourceText text, Map<String, String> environment) {
    IssueLog issues = new IssueLog(text);
    SourcesFile read = new SourcesParser(issues, environment).parse();
    if (issues.hasErrors()) {
      throw new WrongSettingsException(issues.issues().stream().map(SourcesFile::line).toList());
    }
    return read;
  }

  private static String line(Issue issue) {
    return issue.location()
        + ": "
        + message(issue)
        + (issue.help() == null ? "" : ", " + issue.help());
  }

  /** Not the reader's words where these quote what may be a password. */
  private static String message(Issue issue) {
    return switch (issue.code()) {
      case UNSUPPORTED_YAML -> "found an alias, anchor or tag, expected a value";
      case WRONG_TYPE ->
          issue.message().replaceFirst("(?s)found '.*', expected", "found a text, expected");
      default -> issue.message();
    };
  }
}

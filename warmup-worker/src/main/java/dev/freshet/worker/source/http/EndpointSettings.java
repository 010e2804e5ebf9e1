// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import dev.freshet.worker.source.ConfiguredName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is to be known of an endpoint. Immutable; its text shows neither URL nor headers.
 *
 * @param name for jobs, registrations and messages
 * @param url {@code http} or {@code https}, with a path under which all requests stay; no query
 * @param headers sent with every request, for example {@code Authorization}
 * @param timeout from the request to the end of the answer
 * @param concurrency most requests at a time
 * @param maxBytes of a body; a longer one is refused
 */
public record EndpointSettings(
    String name,
    URI url,
    Map<String, String> headers,
    Duration timeout,
    int concurrency,
    int maxBytes) {
  /** If nothing else is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** If nothing else is said. */
  public static final int DEFAULT_CONCURRENCY = 8;

  private static final int DEFAULT_MAX_BYTES = 64 << 20;
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  /**
   * Checks them all.
   *
   * @throws IllegalArgumentException if one cannot be meant; shows no header's value
   */
  public EndpointSettings {
    headers = Map.copyOf(headers);
    ConfiguredName.require("endpoint", name);
    require(name, "url", url.getHost() != null && isHttp(url), "an http or https URL with a host");
    require(
        name,
        "url",
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
        "one without user, query and fragment");
    require(name, "timeout", timeout.compareTo(Duration.ZERO) > 0, "more than 0");
    require(name, "concurrency", concurrency > 0, "more than 0");
    require(name, "maxBytes", maxBytes > 0, "more than 0");
    headers.forEach(
        (header, value) ->
            require(
                name,
                "header " + header,
                HEADER.matcher(header).matches() && !CONTROL.matcher(value).find(),
                "a name that HTTP allows, and a value without control characters"));
  }

  /** An endpoint with the defaults. */
  public static EndpointSettings at(String name, URI url) {
    return new EndpointSettings(
        name, url, Map.of(), DEFAULT_TIMEOUT, DEFAULT_CONCURRENCY, DEFAULT_MAX_BYTES);
  }

  /** The same with these headers. */
  public EndpointSettings withHeaders(Map<String, String> value) {
    return new EndpointSettings(name, url, value, timeout, concurrency, maxBytes);
  }

  /** The same with this timeout. */
  public EndpointSettings withTimeout(Duration value) {
    return new EndpointSettings(name, url, headers, value, concurrency, maxBytes);
  }

  /** The same with so many requests at a time. */
  public EndpointSettings withConcurrency(int value) {
    return new EndpointSettings(name, url, headers, timeout, value, maxBytes);
  }

  /** The same with this limit of a body. */
  public EndpointSettings withMaxBytes(int value) {
    return new EndpointSettings(name, url, headers, timeout, concurrency, value);
  }

  private static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
  }

  private static void require(String name, String what, boolean right, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "endpoint " + name + ": " + what + ": cannot be this, expected " + expected);
    }
  }

  /** The name, and which headers there are. */
  @Override
  public String toString() {
    return "endpoint " + name + " with the headers " + new TreeMap<>(headers).keySet();
  }
}

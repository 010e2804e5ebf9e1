// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Where and how a node serves its HTTP API. Start from {@link #DEFAULT} and change what differs.
 * Immutable; what does not hold is refused with an {@link IllegalArgumentException} that names the
 * setting.
 *
 * @param host the address to listen on; whoever reaches it may read and write the cache
 * @param port 0 for a free one
 * @param managementPort of health and metrics; empty for none, 0 for a free one
 * @param limits how much one client may ask for at once
 * @param loads how clients load what is not cached
 */
public record NodeHttpSettings(
    String host, int port, OptionalInt managementPort, Limits limits, Loads loads) {

  /** On 127.0.0.1, because nothing asks who a client is; port 8090, no management port. */
  public static final NodeHttpSettings DEFAULT =
      new NodeHttpSettings("127.0.0.1", 8090, OptionalInt.empty(), Limits.DEFAULT, Loads.DEFAULT);

  /**
   * How much one client may ask for at once.
   *
   * @param maxBodyBytes longest body, of one value or of a batch
   * @param maxBatch most entries of a batch
   */
  public record Limits(int maxBodyBytes, int maxBatch) {
    /** 1 MiB and 1,000 entries. */
    public static final Limits DEFAULT = new Limits(1 << 20, 1_000);

    public Limits {
      requireAtLeast("maxBodyBytes", maxBodyBytes, 1);
      requireAtLeast("maxBatch", maxBatch, 1);
    }
  }

  /**
   * How clients load what is not cached.
   *
   * @param lease for how long the client that misses a key first keeps others from loading it; zero
   *     for not at all
   * @param stampLife for how long a client may take to load a value
   * @param mostStamps how many loads of clients are remembered
   * @param maxWait longest time that a read waits for somebody else's load
   * @param mostWaiting how many reads wait at a time
   */
  public record Loads(
      Duration lease, Duration stampLife, int mostStamps, Duration maxWait, int mostWaiting) {
    /** Leases of 3 s and 100,000 stamps of a minute; 1,000 reads wait for up to 10 s. */
    public static final Loads DEFAULT =
        new Loads(
            Duration.ofSeconds(3), Duration.ofMinutes(1), 100_000, Duration.ofSeconds(10), 1_000);

    public Loads {
      requireNotNegative("lease", lease);
      requireNotNegative("maxWait", maxWait);
      requireAtLeast("mostStamps", mostStamps, 1);
      requireAtLeast("mostWaiting", mostWaiting, 0);
      if (stampLife.isZero() || stampLife.compareTo(lease) < 0) {
        throw refused("stampLife", stampLife, "longer than 0 and at least the lease of " + lease);
      }
    }
  }

  public NodeHttpSettings {
    requirePort("port", port);
    managementPort.ifPresent(found -> requirePort("managementPort", found));
  }

  /** The same on another address. */
  public NodeHttpSettings withHost(String newHost) {
    return new NodeHttpSettings(newHost, port, managementPort, limits, loads);
  }

  /** The same on another port; 0 for a free one. */
  public NodeHttpSettings withPort(int newPort) {
    return new NodeHttpSettings(host, newPort, managementPort, limits, loads);
  }

  /** The same with health and metrics on a port of their own; 0 for a free one. */
  public NodeHttpSettings withManagementPort(int newPort) {
    return new NodeHttpSettings(host, port, OptionalInt.of(newPort), limits, loads);
  }

  /** The same with other limits. */
  public NodeHttpSettings with(Limits newLimits) {
    return new NodeHttpSettings(host, port, managementPort, newLimits, loads);
  }

  /** The same with other rules for clients that load. */
  public NodeHttpSettings with(Loads newLoads) {
    return new NodeHttpSettings(host, port, managementPort, limits, newLoads);
  }

  private static void requirePort(String setting, int found) {
    if (found < 0 || found > 65_535) {
      throw refused(setting, found, "0 to 65535");
    }
  }

  private static void requireAtLeast(String setting, int found, int least) {
    if (found < least) {
      throw refused(setting, found, "at least " + least);
    }
  }

  private static void requireNotNegative(String setting, Duration found) {
    if (found.isNegative()) {
      throw refused(setting, found, "0 or longer");
    }
  }

  private static IllegalArgumentException refused(String setting, Object found, String expected) {
    return new IllegalArgumentException(
        "node HTTP: " + setting + ": found " + found + ", expected " + expected);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to reach Redis. Immutable; start from {@link #at}, {@link #standalone}, {@link #sentinel} or
 * {@link #cluster}.
 *
 * <p>What is set here goes before what the URIs say ({@code rediss://user:password@host:6379/1}).
 * Of Sentinel, {@code login} and {@code database} are those of the servers behind it; Sentinels
 * that want a login have it in their own URIs.
 *
 * @param kind what stands at the addresses
 * @param uris the server; the Sentinels; or some nodes of the cluster, which name the others
 * @param master how Sentinel calls the server, unless the URI says it
 * @param timeout after which connecting fails, and an unanswered command
 * @param login ACL user and password
 * @param tls whether and how to encrypt
 * @param database number of the database; a cluster has only 0
 * @param connections how many to hold to each server. One is shared by all threads and all regions:
 *     commands are pipelined, so that it seldom limits; more help when values are large
 * @param clientName as {@code CLIENT LIST} shows it
 */
public record RedisSettings(
    Kind kind,
    List<String> uris,
    Optional<String> master,
    Duration timeout,
    Optional<Login> login,
    Optional<Tls> tls,
    OptionalInt database,
    int connections,
    String clientName) {
  private static final Duration TIMEOUT = Duration.ofMillis(250);

  /** What stands at the addresses. */
  public enum Kind {
    /** One server. */
    STANDALONE,
    /** A server with replicas, and Sentinels that say which of them is the master. */
    SENTINEL,
    /** Many servers that share the keys. */
    CLUSTER
  }

  /** An ACL user; {@code default} is the one of {@code requirepass}. */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }

  /** How far the certificate of the server is looked at. */
  public enum Verify {
    /** Signed by someone trusted, and for this host. */
    FULL,
    /** Signed by someone trusted, for whatever host. */
    AUTHORITY,
    /** Not at all: encryption without authentication. */
    NONE
  }

  /**
   * TLS.
   *
   * @param trustStore PKCS#12 or JKS file with the trusted certificates; without one those that
   *     Java trusts
   * @param trustStorePassword its password; empty if it has none
   */
  public record Tls(Verify verify, Optional<Path> trustStore, String trustStorePassword) {
    /** Trusts whom Java trusts. */
    public static Tls systemTrust() {
      return new Tls(Verify.FULL, Optional.empty(), "");
    }

    /** Trusts whom a PKCS#12 or JKS file names. */
    public static Tls trusting(Path trustStore, String password) {
      return new Tls(Verify.FULL, Optional.of(trustStore), password);
    }

    /** The same trust, another look. */
    public Tls withVerify(Verify value) {
      return new Tls(value, trustStore, trustStorePassword);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Tls[verify=" + verify + ", trustStore=" + trustStore + "]";
    }
  }

  /** Checks what can be checked without a server. */
  public RedisSettings {
    uris = List.copyOf(uris);
    require(!uris.isEmpty(), "no address", "none", "at least one URI");
    uris.forEach(RedisSettings::parse);
    require(timeout.toMillis() > 0, "timeout too short", timeout, "at least PT0.001S");
    require(connections > 0, "too few connections", connections, "at least 1");
    require(
        kind != Kind.CLUSTER || database.orElse(0) == 0,
        "a cluster has one database",
        database,
        "0 or none");
  }

  /** What the scheme of one URI says: Sentinel for {@code redis-sentinel://}, else standalone. */
  public static RedisSettings at(String uri) {
    boolean sentinel = !parse(uri).getSentinels().isEmpty();
    return of(sentinel ? Kind.SENTINEL : Kind.STANDALONE, List.of(uri), Optional.empty());
  }

  /** One server. */
  public static RedisSettings standalone(String uri) {
    RedisSettings settings = at(uri);
    require(
        settings.kind == Kind.STANDALONE, "not one server", masked(uri), "redis:// or rediss://");
    return settings;
  }

  /**
   * The server that Sentinels call {@code master}; follows its failovers.
   *
   * @param sentinels {@code redis://host:26379}, or {@code rediss://} for TLS
   */
  public static RedisSettings sentinel(String master, List<String> sentinels) {
    return of(Kind.SENTINEL, sentinels, Optional.of(master));
  }

  /** The cluster that these nodes belong to; follows its failovers and moved slots. */
  public static RedisSettings cluster(List<String> nodes) {
    return of(Kind.CLUSTER, nodes, Optional.empty());
  }

  private static RedisSettings of(Kind kind, List<String> uris, Optional<String> master) {
    return new RedisSettings(
        kind,
        uris,
        master,
        TIMEOUT,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        1,
        "freshet");
  }

  /** With another timeout; 250 ms if not said. */
  public RedisSettings withTimeout(Duration value) {
    return new RedisSettings(
        kind, uris, master, value, login, tls, database, connections, clientName);
  }

  /** With an ACL user. */
  public RedisSettings withLogin(String user, String password) {
    return new RedisSettings(
        kind,
        uris,
        master,
        timeout,
        Optional.of(new Login(user, password)),
        tls,
        database,
        connections,
        clientName);
  }

  /** With TLS, to the Sentinels too. */
  public RedisSettings withTls(Tls value) {
    return new RedisSettings(
        kind, uris, master, timeout, login, Optional.of(value), database, connections, clientName);
  }

  /** With another database than 0. */
  public RedisSettings withDatabase(int value) {
    return new RedisSettings(
        kind, uris, master, timeout, login, tls, OptionalInt.of(value), connections, clientName);
  }

  /** With more connections than the one that all threads share. */
  public RedisSettings withConnections(int value) {
    return new RedisSettings(kind, uris, master, timeout, login, tls, database, value, clientName);
  }

  /** With another name than {@code freshet} in {@code CLIENT LIST}. */
  public RedisSettings withClientName(String value) {
    return new RedisSettings(kind, uris, master, timeout, login, tls, database, connections, value);
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return "RedisSettings[%s %s%s, timeout=%s, login=%s, tls=%s, database=%s, connections=%d, name=%s]"
        .formatted(
            kind,
            uris.stream().map(RedisSettings::masked).toList(),
            master.map(name -> "#" + name).orElse(""),
            timeout,
            login,
            tls,
            database,
            connections,
            clientName);
  }

  private static RedisURI parse(String uri) {
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException notOne) {
      // Not as the cause: its message may repeat the password.
      throw new IllegalArgumentException(
          "Redis: not an address, found %s, expected for example redis://localhost:6379"
              .formatted(masked(uri)));
    }
  }

  private static String masked(String uri) {
    return uri.replaceAll("//.*@", "//***@");
  }

  private static void require(boolean right, String problem, Object found, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "Redis: %s, found %s, expected %s".formatted(problem, found, expected));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Makes Lettuce's clients from {@link RedisSettings}. Pure but for the threads of the client. */
final class RedisClients {
  /** Commands that wait for an answer: bounds what a silent server makes us hold. */
  private static final int MAX_UNANSWERED = 65_536;

  /** How soon moved slots are seen when no error tells of them; by default, errors do. */
  private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(5);

  private static final Duration TOPOLOGY_PAUSE = Duration.ofMillis(500);

  private RedisClients() {}

  static RedisClient single(RedisSettings settings) {
    ClientOptions options =
        common(settings, ClientOptions.builder())
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .build();
    return configured(RedisClient.create(), client -> client.setOptions(options));
  }

  /**
   * Does not reject commands at once while a node is away, but by the timeout: connections to nodes
   * open when they are first needed, and the commands that need them would be rejected too.
   */
  static RedisClusterClient cluster(RedisSettings settings) {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    var unused = common(settings, builder);
    ClusterClientOptions options =
        builder
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_PERIOD)
                    .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
                    .build())
            .build();
    return configured(
        RedisClusterClient.create(addresses(settings)), client -> client.setOptions(options));
  }

  /** One address, or for a cluster those of its nodes, with all that the settings say. */
  static List<RedisURI> addresses(RedisSettings settings) {
    List<RedisURI> addresses = settings.uris().stream().map(RedisURI::create).toList();
    List<RedisURI> targets =
        settings
            .master()
            .map(master -> List.of(behindSentinels(master, addresses)))
            .orElse(addresses);
    targets.forEach(target -> complete(target, settings));
    return targets;
  }

  private static RedisURI behindSentinels(String master, List<RedisURI> sentinels) {
    RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(master);
    sentinels.forEach(builder::withSentinel);
    RedisURI target = builder.build();
    target.setSsl(sentinels.get(0).isSsl());
    return target;
  }

  private static void complete(RedisURI target, RedisSettings settings) {
    connection(target, settings);
    target.getSentinels().forEach(sentinel -> connection(sentinel, settings));
    settings.login().ifPresent(login -> target.setAuthentication(login.user(), login.password()));
    settings.database().ifPresent(target::setDatabase);
    target.setClientName(settings.clientName());
  }

  private static void connection(RedisURI uri, RedisSettings settings) {
    uri.setTimeout(settings.timeout());
    settings
        .tls()
        .ifPresent(
            tls -> {
              uri.setSsl(true);
              uri.setVerifyPeer(verifyMode(tls.verify()));
            });
  }

  private static SslVerifyMode verifyMode(RedisSettings.Verify verify) {
    return switch (verify) {
      case FULL -> SslVerifyMode.FULL;
      case AUTHORITY -> SslVerifyMode.CA;
      case NONE -> SslVerifyMode.NONE;
    };
  }

  private static <B extends ClientOptions.Builder> B common(RedisSettings settings, B builder) {
    builder
        .requestQueueSize(MAX_UNANSWERED)
        .socketOptions(
            SocketOptions.builder().connectTimeout(settings.timeout()).keepAlive(true).build())
        .timeoutOptions(TimeoutOptions.enabled(settings.timeout()));
    settings.tls().ifPresent(tls -> builder.sslOptions(sslOptions(tls, settings.timeout())));
    return builder;
  }

  private static SslOptions sslOptions(RedisSettings.Tls tls, Duration timeout) {
    SslOptions.Builder builder = SslOptions.builder().jdkSslProvider().handshakeTimeout(timeout);
    tls.trustStore().ifPresent(file -> builder.truststore(file.toFile(), tls.trustStorePassword()));
    return builder.build();
  }

  /** A client that cannot be configured must not leave its threads behind. */
  private static <C extends AbstractRedisClient> C configured(C client, Consumer<C> configure) {
    try {
      configure.accept(client);
      return client;
    } catch (RuntimeException | Error failed) {
      client.shutdown(Duration.ZERO, Duration.ZERO);
      throw failed;
    }
  }
}

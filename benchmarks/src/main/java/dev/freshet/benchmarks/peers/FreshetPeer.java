// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A node of Freshet with its defaults. It needs no coordinator: a change is a command for its key,
 * which the node writes to the log itself.
 */
public final class FreshetPeer implements Peer {
  static final String PLAIN = "plain";
  static final String LEASED = "leased";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A machine that stands still for a while fails no measurement. */
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(20);

  private static final String HOLE = "id";

  /** The lease is longer than any load here takes. */
  private static final RegionCatalog REGIONS =
      regions(
          """
          apiVersion: freshet.dev/v1
          kind: CacheRegions
          metadata: {name: peers, owner: benchmarks}
          regions:
            - {name: plain, key: "plain:{id}", ttl: %1$dm, l1: {maxEntries: %2$d}}
            - {name: leased, key: "leased:{id}", ttl: %1$dm, l1: {maxEntries: %2$d}, load: {lease: 5s}}
          """
              .formatted(PeerKind.TTL.toMinutes(), PeerKind.MOST_ENTRIES));

  private final FreshetNode node;
  private final Region<byte[]> region;
  private final Loader<byte[]> loader;

  private FreshetPeer(FreshetNode node, String region, Source source) {
    this.node = node;
    this.region = node.region(region, byte[].class);
    this.loader = key -> source.load(String.valueOf(key.param(HOLE)));
  }

  private static RegionCatalog regions(String yaml) {
    RuleSource file = RuleSource.ofUtf8("peers", "peers.yaml", 1, yaml.getBytes(UTF_8));
    return RuleBook.compile(List.of(file)).orThrow().regions();
  }

  static FreshetPeer open(String name, Servers servers, Source source, String region) {
    makeTopics(servers);
    FreshetNode node =
        FreshetNode.builder(name)
            .service("peers")
            .kafka(servers.kafka())
            .registry(servers.registry())
            .environment(servers.environment())
            .redis(servers.redis())
            .commandTimeout(COMMAND_PATIENCE)
            .regions(REGIONS)
            .start();
    try {
      node.awaitReady(PATIENCE);
      return new FreshetPeer(node, region, source);
    } catch (TimeoutException | InterruptedException e) {
      node.close();
      throw new IllegalStateException("node " + name + ": not ready: " + e.getMessage(), e);
    }
  }

  /** Those that a coordinator would make; the ones that there are stay. */
  private static void makeTopics(Servers servers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
      Topics topics = new Topics(servers.environment());
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
  }

  /** The node, for what only it can say: how far it has applied the log. */
  public FreshetNode node() {
    return node;
  }

  @Override
  public byte @Nullable [] get(String key) {
    return region.get(entry(key), loader);
  }

  @Override
  public void changed(String key) {
    region.invalidate(entry(key));
  }

  private EntryKey entry(String key) {
    return region.key(Map.of(HOLE, key));
  }

  @Override
  public void close() {
    node.close();
  }
}

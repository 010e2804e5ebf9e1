// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.List;

/** The keys of a region. Stateless. */
public final class RegionSyntax {
  private static final Block STALE_IF_ERROR =
      Block.of(
          "`staleIfError`",
          "Serves a value after its TTL while its loader fails or is slow.",
          Key.of(
                  "maxAge",
                  Form.DURATION,
                  "Up to which age, counted from the load; more than the `ttl`.")
              .must()
              .example("1h"),
          Key.of(
                  "retryAfter",
                  Form.DURATION,
                  "How long a loader that failed is left alone while an old value is served.")
              .example("5s"));

  private static final Block LOAD =
      Block.of(
          "`load`",
          "How values are loaded.",
          Key.of(
                  "softTimeout",
                  Form.DURATION,
                  "After this a caller gets the expired value, and the load goes on; needs"
                      + " `staleIfError`.")
              .example("100ms"),
          Key.of("hardTimeout", Form.DURATION, "After this a load is given up with an error.")
              .example("1s"),
          Key.of(
                  "refreshAt",
                  Form.SHARE,
                  "A value that is read after this share of its TTL is loaded again in the"
                      + " background.")
              .example("80%"),
          Key.of(
                  "lease",
                  Form.DURATION,
                  "For how long one node keeps all others from loading the same key.")
              .example("2s"));

  private static final Block L1 =
      Block.of(
          "`l1`",
          "The level in the process.",
          Key.of("maxEntries", Form.COUNT, "Most entries on a node.").otherwise("10000"),
          Key.of("maxBytes", Form.SIZE, "Most bytes on a node; instead of `maxEntries`.")
              .example("64MiB"),
          Key.of("ttl", Form.DURATION, "At most the `ttl` of the region, which is the default.")
              .example("60s"),
          Key.of(
                  "eviction",
                  new Value.Words(List.of("tiny-lfu", "lru", "ttl")),
                  "What is dropped when the bound is reached; `ttl` drops nothing and has no"
                      + " bound.")
              .otherwise("tiny-lfu"));

  private static final Block L2 =
      Block.of(
          "`l2`",
          "The shared level.",
          Key.of("enabled", Form.FLAG, "Whether the region uses it.").otherwise("true"),
          Key.of("ttl", Form.DURATION, "At most the `ttl` of the region, which is the default.")
              .example("15m"),
          Key.of(
                  "compress",
                  new Value.Words(List.of("none", "gzip", "lz4", "snappy", "zstd")),
                  "How values are made smaller.")
              .otherwise("none"),
          Key.of("compressAbove", Form.SIZE, "Values that are larger are compressed.")
              .otherwise("1KiB"),
          Key.of("maxValue", Form.SIZE, "Values that are larger are kept out.").otherwise("1MiB"));

  /** A region. */
  public static final Block REGION =
      Block.of(
          "a region",
          "A named part of the cache.",
          Key.of("name", Form.NAME, "Unique over all rule sets.").must().example("payment:history"),
          Key.of("version", Form.COUNT, "Raise it when the form of the values changes.")
              .otherwise("1"),
          Key.of("key", Form.TEMPLATE, "The key of an entry; its holes are the parameters.")
              .must()
              .example("payment:history:{userId}"),
          Key.of(
                  "tags",
                  new Value.Items(new Value.Text(Form.TEMPLATE), Limit.TAGS),
                  "Labels of every entry, over holes of the key.")
              .example("[\"user:{userId}\"]"),
          Key.of("ttl", Form.DURATION, "How long a value is served, counted from its load.")
              .must()
              .example("15m"),
          Key.of("ttlJitter", Form.SHARE, "By which share a TTL may be shortened at random.")
              .otherwise("0%"),
          Key.of(
                  "absentTtl",
                  Form.DURATION,
                  "How long it is remembered that the source has no value; not at all if left out.")
              .example("10s"),
          Key.of("staleIfError", STALE_IF_ERROR, "Serves old values while the loader fails."),
          Key.of(
                  "maxStaleness",
                  Form.DURATION,
                  "How long the region bears that its node hears of no invalidations.")
              .example("30s"),
          Key.of(
                  "onBlind",
                  new Value.Words(List.of("serve", "shorten", "bypass")),
                  "What happens after `maxStaleness`: go on, shorten the TTLs bit by bit, or ask the"
                      + " source. `shorten` is the default where `maxStaleness` stands.")
              .otherwise("serve"),
          Key.of("load", LOAD, "How values are loaded."),
          Key.of("l1", L1, "The level in the process."),
          Key.of("l2", L2, "The shared level."));

  private RegionSyntax() {}
}

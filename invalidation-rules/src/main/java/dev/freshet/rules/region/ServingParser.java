// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.region;

import dev.freshet.rules.region.RegionDefinition.Lifetime;
import dev.freshet.rules.region.RegionDefinition.Loading;
import dev.freshet.rules.region.RegionDefinition.OnBlind;
import dev.freshet.rules.region.RegionDefinition.Staleness;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import java.time.Duration;

/** Reads how a region serves and loads its values, and checks that it fits together. */
final class ServingParser {
  private static final String STALE_IF_ERROR = "staleIfError";

  /** Stands in for a TTL that could not be read; longer than any that can be. */
  private static final Duration UNREAD = ScalarReader.MAX_DURATION.plusDays(1);

  private final ScalarReader scalars;

  ServingParser(ScalarReader scalars) {
    this.scalars = scalars;
  }

  Lifetime lifetime(Fields region) {
    Duration ttl = scalars.duration(region.text("ttl"), UNREAD);
    double jitter = scalars.share(region.text("ttlJitter"), 0);
    Duration absentTtl = scalars.duration(region.text("absentTtl"), Duration.ZERO);
    Fields stale = region.fields(STALE_IF_ERROR);
    if (stale == null) {
      return new Lifetime(ttl, jitter, absentTtl, Duration.ZERO, Duration.ZERO);
    }
    Duration maxAge = maxAge(stale, ttl);
    Duration retryAfter = scalars.duration(stale.text("retryAfter"), Duration.ZERO);
    return new Lifetime(ttl, jitter, absentTtl, maxAge, retryAfter);
  }

  private Duration maxAge(Fields stale, Duration ttl) {
    Scalar text = stale.text("maxAge");
    Duration maxAge = scalars.duration(text, Duration.ZERO);
    if (text != null && !maxAge.isZero() && !ttl.equals(UNREAD) && maxAge.compareTo(ttl) <= 0) {
      scalars.invalid(text, "more than the `ttl` of the region: it counts from the load");
    }
    return maxAge;
  }

  Loading loading(Fields region) {
    Fields load = region.fields("load");
    if (load == null) {
      return Loading.DEFAULT;
    }
    Scalar soft = load.text("softTimeout");
    Duration softTimeout = scalars.duration(soft, Duration.ZERO);
    Duration hardTimeout = scalars.duration(load.text("hardTimeout"), Duration.ZERO);
    if (soft != null && !hardTimeout.isZero() && softTimeout.compareTo(hardTimeout) >= 0) {
      scalars.invalid(soft, "less than `hardTimeout`");
    }
    if (soft != null && region.node(STALE_IF_ERROR) == null) {
      scalars.invalid(soft, "`staleIfError` in the region: without it no value could stand in");
    }
    return new Loading(
        softTimeout,
        hardTimeout,
        scalars.share(load.text("refreshAt"), 0),
        scalars.duration(load.text("lease"), Duration.ZERO));
  }

  /** Who names a bound means it to hold, so {@code maxStaleness} alone shortens. */
  Staleness staleness(Fields region) {
    boolean bounded = region.node("maxStaleness") != null;
    Duration maxStaleness = scalars.duration(region.text("maxStaleness"), Duration.ZERO);
    Scalar text = region.text("onBlind");
    OnBlind onBlind = scalars.choice(text, bounded ? OnBlind.SHORTEN : OnBlind.SERVE);
    if (text != null && !bounded && onBlind != OnBlind.SERVE) {
      scalars.invalid(text, "`maxStaleness` beside it: how long the region bears to be blind");
    }
    return new Staleness(maxStaleness, onBlind);
  }
}

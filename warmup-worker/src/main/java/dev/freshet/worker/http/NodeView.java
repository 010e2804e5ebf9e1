// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API needs of a node. Safe for any thread; nothing here blocks. */
interface NodeView {

  /** The regions that the service has opened. The same list until it opens another one. */
  List<Region<?>> openRegions();

  /** The loaders that the service has opened regions with. The same map until it opens another. */
  Map<String, Loader<?>> loaders();

  /** The names of all regions that it could open. */
  List<String> declaredRegions();

  /** Every event stored before this time is applied on the node; empty while it is not known. */
  Optional<Instant> closedTime();

  /** Whether the node has read the command log. */
  boolean isReady();
}

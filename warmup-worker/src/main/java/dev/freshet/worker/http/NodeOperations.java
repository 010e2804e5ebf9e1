// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.http.Answer;
import dev.freshet.http.ApiDocument;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Puts the operations of a node's API together. */
final class NodeOperations implements Operations {
  private final RegionIndex index;
  private final Replies replies;
  private final EntryReads reads;
  private final EntryWrites writes;
  private final Batches batches;

  NodeOperations(NodeView node, NodeHttpSettings settings, Ticker ticker) {
    NodeHttpSettings.Loads loads = settings.loads();
    Stamps stamps = new Stamps(loads.lease(), loads.stampLife(), loads.mostStamps(), ticker);
    this.index = new RegionIndex(node);
    this.replies = new Replies(node);
    this.reads = new EntryReads(index, stamps, replies, loads);
    this.writes = new EntryWrites(index, stamps, replies);
    this.batches = new Batches(index, stamps, writes, replies, settings.limits().maxBatch());
  }

  /** What the operations are described by. */
  static ApiDocument document() {
    return ApiDocument.openApi(NodeOperations.class, "api.yaml");
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .fast("getEntry", reads::get)
        .on("putEntry", writes::put)
        .on("deleteEntry", writes::delete)
        .blocking("getEntries", batches::get)
        .on("putEntries", batches::put)
        .on("listRegions", exchange -> Future.succeededFuture(regions()));
  }

  private Answer regions() {
    JsonArray regions = new JsonArray();
    index.regions().forEach(region -> regions.add(region.toJson()));
    JsonObject json = new JsonObject().put("regions", regions);
    String time = replies.closedTime();
    return Answer.ok(time == null ? json : json.put("closedTime", time));
  }
}

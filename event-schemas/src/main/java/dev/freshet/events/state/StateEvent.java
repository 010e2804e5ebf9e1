// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.avro.CacheStateEvent;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * A cache-state event and where it stands. Immutable.
 *
 * @param cursor to resume behind it
 * @param content the record, not to be changed
 */
public record StateEvent(StreamCursor cursor, CacheStateEvent content) implements StreamItem {

  /** What kind of event it is: the name of the record in {@link #details()}. */
  public String kind() {
    return details().getSchema().getName();
  }

  /** Unique within the {@link #origin()}. */
  public String id() {
    return content.getId();
  }

  /** When it happened, by the clock of the origin. */
  public Instant time() {
    return Instant.ofEpochMilli(content.getTimeMs());
  }

  /** Which coordinator or node reports. */
  public String origin() {
    return content.getOrigin();
  }

  /** What it is about: a target, a member, a rule set, an alert or a record. */
  public String subject() {
    return content.getSubject();
  }

  /** What happened, for example an {@link dev.freshet.events.avro.Invalidated}. */
  public SpecificRecord details() {
    return (SpecificRecord) content.getDetails();
  }
}

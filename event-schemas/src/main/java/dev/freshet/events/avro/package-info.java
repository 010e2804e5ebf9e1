// SPDX-License-Identifier: Apache-2.0
/**
 * The records that Freshet itself writes to its topics, generated from {@code src/main/avro}. Entry
 * types are {@link dev.freshet.events.avro.InvalidationCommand} and {@link
 * dev.freshet.events.avro.ProgressMarker} on the command log, {@link
 * dev.freshet.events.avro.RuleSetRevision} and {@link dev.freshet.events.avro.MappingControl} on
 * the rules topic, and {@link dev.freshet.events.avro.CacheStateEvent}.
 *
 * <p>Built by their builders, which raise {@link org.apache.avro.AvroRuntimeException} when a field
 * without default is missing; read-only after that, and then safe for any thread. Not null-marked,
 * because generated; getters of nullable fields return an {@link java.util.Optional}.
 */
@NullUnmarked
package dev.freshet.events.avro;

import org.jspecify.annotations.NullUnmarked;

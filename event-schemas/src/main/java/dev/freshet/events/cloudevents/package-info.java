// SPDX-License-Identifier: Apache-2.0
/**
 * CloudEvents 1.0 on Kafka, after the CloudEvents Kafka protocol binding 1.0: domain events from
 * records and to records, in binary mode (attributes in {@code ce_} headers, the value in JSON or
 * Avro) and in structured mode (all in one JSON value). Entry types are {@link
 * dev.freshet.events.cloudevents.EventDecoder} and {@link
 * dev.freshet.events.cloudevents.EventEncoder}.
 *
 * <p>Reading forgives what rules do not need (a missing specification version, names of extensions)
 * and refuses what they could misread: each refusal means stale values that nobody invalidates. The
 * reading is our own and not the CloudEvents SDK's, because an Avro record may lack attributes that
 * the SDK requires, and because the SDK reports all that is wrong by unspecific exceptions. Tests
 * hold the two against each other.
 *
 * <p>All types are safe for any thread. Only Avro values whose schema is new ask the registry and
 * may block. A record that is no event raises {@link
 * dev.freshet.events.wire.UndecodableRecordException} with a stable reason, a registry that does
 * not answer {@link dev.freshet.events.wire.RegistryUnavailableException}, nothing raises anything
 * else.
 */
@NullMarked
package dev.freshet.events.cloudevents;

import org.jspecify.annotations.NullMarked;

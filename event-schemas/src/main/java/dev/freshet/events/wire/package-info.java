// SPDX-License-Identifier: Apache-2.0
/**
 * Avro records to bytes and back, in the Confluent wire format: a zero byte, the schema's id in
 * four bytes, the record. Entry type is {@link dev.freshet.events.wire.AvroCodec}, on the genuine
 * Confluent serializers.
 *
 * <p>Safe for any thread. The first record of each schema asks the registry over HTTP and blocks;
 * all others are pure computation.
 *
 * <p>Bytes that can never be read raise {@link dev.freshet.events.wire.UndecodableRecordException},
 * a registry that does not answer raises {@link
 * dev.freshet.events.wire.RegistryUnavailableException}: drop the first, repeat the second.
 */
@NullMarked
package dev.freshet.events.wire;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What events carry, so that rules can be checked before one arrives. Entry type is {@link
 * dev.freshet.rules.schema.EventTypes}, a catalogue read from Avro and JSON Schema files, from a
 * schema registry, or from what Freshet ships. An {@link dev.freshet.rules.schema.EventShape} says
 * what fields the payload of one event type has once it is decoded.
 *
 * <p>Public types are immutable and safe for any thread. Reading files and asking a registry block;
 * nothing else does. Files that are no schemas raise {@link
 * dev.freshet.rules.schema.InvalidSchemaException}, which names all of them.
 */
@NullMarked
package dev.freshet.rules.schema;

import org.jspecify.annotations.NullMarked;

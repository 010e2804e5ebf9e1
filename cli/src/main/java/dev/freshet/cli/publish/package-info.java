// SPDX-License-Identifier: Apache-2.0
/**
 * Events from the command line: which schema a type has, and JSON that becomes a record of it.
 * Entry types: {@link dev.freshet.cli.publish.EventSchemas} and {@link
 * dev.freshet.cli.publish.JsonToAvro}.
 *
 * <p><b>Threads.</b> For one thread. <b>Failure.</b> JSON that does not fit is a {@link
 * dev.freshet.cli.UsageFailure} that names the field; a registry that does not answer is a {@link
 * dev.freshet.cli.CommandFailure}.
 */
@NullMarked
package dev.freshet.cli.publish;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Domain events over HTTP, after the CloudEvents HTTP protocol binding 1.0: structured, binary and
 * batched. Entry type is {@link dev.freshet.coordinator.http.events.EventOperations}.
 *
 * <p>An event is read in one pass and written to Kafka in binary mode; the bytes of its data are
 * those that came. All that is wrong with an event is reported in one answer, and one event of a
 * batch that is wrong does not keep the others out.
 *
 * <p><b>Threads.</b> Reading and sending run on the workers of the API, waiting for Kafka on none.
 * <b>Failure.</b> What Kafka does not take in time is answered with 503; it may have been stored
 * all the same, and to publish it again does no harm.
 */
@NullMarked
package dev.freshet.coordinator.http.events;

import org.jspecify.annotations.NullMarked;

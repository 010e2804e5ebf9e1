// SPDX-License-Identifier: Apache-2.0
/**
 * Where a load goes: an environment on servers that somebody named. Entry type: {@link
 * dev.freshet.cli.bench.ground.Ground}.
 *
 * <p>Usually that is an environment of the bench's own, with topics and a coordinator that nobody
 * else uses, so that no load can touch what users have; else one that a deployment's coordinators
 * serve, with one rule set put in force for the time. Either is as it was after closing.
 *
 * <p><b>Threads.</b> For one thread; opening and closing block. <b>Failure.</b> What cannot be
 * opened leaves nothing behind; what cannot be removed is named in a {@link
 * dev.freshet.cli.CommandFailure}.
 */
@NullMarked
package dev.freshet.cli.bench.ground;

import org.jspecify.annotations.NullMarked;

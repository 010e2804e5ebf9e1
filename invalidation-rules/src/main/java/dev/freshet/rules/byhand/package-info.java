// SPDX-License-Identifier: Apache-2.0
/**
 * Targets that somebody names by hand, held to the same regions and issues as outputs of rules.
 * Entry type: {@link dev.freshet.rules.byhand.TargetResolver}.
 *
 * <p><b>Threads.</b> Immutable. <b>Failure.</b> Never throws for what a text holds: what is wrong
 * comes back as issues.
 */
@NullMarked
package dev.freshet.rules.byhand;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Files made for people: a rule set to begin with ({@link dev.freshet.rules.scaffold.Scaffold}),
 * and the owners of rule files as code hosts read them ({@link
 * dev.freshet.rules.scaffold.CodeOwners}).
 *
 * <p>Everything is stateless, safe for any thread, and without I/O: texts come back, the caller
 * writes them. A name that cannot be one is an {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package dev.freshet.rules.scaffold;

import org.jspecify.annotations.NullMarked;

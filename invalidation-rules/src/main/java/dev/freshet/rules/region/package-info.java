// SPDX-License-Identifier: Apache-2.0
/**
 * Regions as rule files declare them. {@link dev.freshet.rules.region.RegionParser} reads one; a
 * {@link dev.freshet.rules.region.RegionDefinition} is what it says, with a default for what it
 * leaves out.
 *
 * <p>Definitions are immutable; a parser belongs to one thread. What is wrong, or does not fit
 * together, goes to the {@link dev.freshet.rules.source.IssueLog}: nothing throws, and a definition
 * whose file has errors is not used.
 */
@NullMarked
package dev.freshet.rules.region;

import org.jspecify.annotations.NullMarked;

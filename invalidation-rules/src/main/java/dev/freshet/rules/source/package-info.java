// SPDX-License-Identifier: Apache-2.0
/**
 * Text with positions, and what is wrong with it. A {@link dev.freshet.rules.source.SourceText}
 * turns offsets into file, line and column; an {@link dev.freshet.rules.source.Issue} says what is
 * wrong there and renders itself with the line and a caret; {@link
 * dev.freshet.rules.source.IssueLog} collects them while the phases go on.
 *
 * <p>Issues, locations and texts are immutable and safe for any thread; an issue log belongs to one
 * thread. The one exception type of rule files is {@link
 * dev.freshet.rules.source.InvalidRuleFileException}.
 */
@NullMarked
package dev.freshet.rules.source;

import org.jspecify.annotations.NullMarked;

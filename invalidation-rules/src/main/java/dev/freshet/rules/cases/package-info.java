// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of rules: what events are to invalidate, in {@code *.test.yaml} beside the rules. The way
 * of a test file:
 *
 * <ol>
 *   <li>{@link dev.freshet.rules.cases.CaseFiles} finds test files and reads them with the rules
 *       and events that they name, into a {@link dev.freshet.rules.cases.CaseSuite}; whatever is
 *       wrong with any of them is reported in one pass, before anything runs;
 *   <li>{@link dev.freshet.rules.cases.CaseRun} runs the tests, and gives a {@link
 *       dev.freshet.rules.cases.CaseReport} with the result of each and the {@link
 *       dev.freshet.rules.cases.Coverage} of the rules;
 *   <li>the package {@code report} shows it.
 * </ol>
 *
 * <p>{@link dev.freshet.rules.cases.CaseWriter} goes the other way, from events to a test file.
 * What is public is immutable or stateless, and safe for any thread; only {@code CaseFiles} does
 * I/O. Test files that cannot run raise {@link dev.freshet.rules.source.InvalidRuleFileException};
 * a test that fails is a result.
 */
@NullMarked
package dev.freshet.rules.cases;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What people and programs read of tests of rules: {@link dev.freshet.rules.cases.report.CaseText},
 * {@link dev.freshet.rules.cases.report.CaseJunit} and {@link
 * dev.freshet.rules.cases.report.CaseJson} render a {@link dev.freshet.rules.cases.CaseReport}.
 *
 * <p>Pure functions, safe for any thread; nothing fails, whatever names and targets hold.
 */
@NullMarked
package dev.freshet.rules.cases.report;

import org.jspecify.annotations.NullMarked;

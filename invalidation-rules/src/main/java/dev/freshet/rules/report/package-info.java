// SPDX-License-Identifier: Apache-2.0
/**
 * What people and tools read of a check. {@link dev.freshet.rules.report.ReportFormat} renders a
 * {@link dev.freshet.rules.check.CheckReport} as text, JSON, JUnit XML, SARIF or GitHub workflow
 * commands; {@link dev.freshet.rules.report.IssuePages} holds the manual page of each issue code,
 * the one source of what the program and the documentation say about it.
 *
 * <p>Rendering is a pure function, safe for any thread. The pages are read from the class path; one
 * that is missing is a fault of the build and throws.
 */
@NullMarked
package dev.freshet.rules.report;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.source.IssueCode;

/**
 * The manual page of an issue code. Immutable and safe for any thread.
 *
 * @param code the code
 * @param title what is wrong, in a few words
 * @param text the page in Markdown, with the title as its first heading
 */
public record IssuePage(IssueCode code, String title, String text) {}

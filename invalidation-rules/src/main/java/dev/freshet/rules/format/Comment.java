// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

/**
 * A comment of a file.
 *
 * @param offset of its {@code #}
 * @param column where its line begins, from 0
 * @param alone whether it belongs to what comes below it: nothing, or a dash alone, stands before
 *     it
 * @param text from the {@code #} to the end of the line
 * @param blankAfter whether an empty line follows
 */
record Comment(int offset, int column, boolean alone, String text, boolean blankAfter) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that write rule files and read nothing but files: new ones, their canonical form,
 * schemas for editors, owners. Entry types: the commands, which {@code freshet rules} lists. One
 * thread, which may block on files. What the caller got wrong is a {@link
 * dev.freshet.cli.UsageFailure}; what is wrong with a file goes to standard error, with its place.
 */
@NullMarked
package dev.freshet.cli.rules.files;

import org.jspecify.annotations.NullMarked;

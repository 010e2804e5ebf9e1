// SPDX-License-Identifier: Apache-2.0
/**
 * What the groups of operations have in common: the codes of their failures ({@link
 * dev.freshet.coordinator.http.terms.ApiCode}), and the forms of their parameters. Pure; all types
 * are safe for any thread.
 */
@NullMarked
package dev.freshet.coordinator.http.terms;

import org.jspecify.annotations.NullMarked;

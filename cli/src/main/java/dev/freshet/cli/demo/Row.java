// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

/**
 * A cached value: which row it is and in which version.
 *
 * @param key the entry's key
 * @param version counts the changes of the row
 */
record Row(String key, long version) {}

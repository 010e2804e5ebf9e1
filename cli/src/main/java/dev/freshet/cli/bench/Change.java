// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

/**
 * A change of the source, of which an event tells.
 *
 * @param isGroup whether all items of a group changed, or one item
 * @param number of the group or the item
 * @param version that they have now; no two changes have the same
 */
record Change(boolean isGroup, int number, long version) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * YAML as rule files use it: a tree of mappings, sequences and texts, each of which knows its place
 * to the character. {@link dev.freshet.rules.yaml.YamlReader} makes the tree, {@link
 * dev.freshet.rules.yaml.Fields} reads a mapping strictly.
 *
 * <p>A scalar is a text; what it means is said by the key that it belongs to, never by its looks:
 * {@code on}, {@code off} and {@code 1.10} stay what was written. Aliases and tags are refused.
 *
 * <p>The tree is immutable; readers belong to one thread. Problems go to the {@link
 * dev.freshet.rules.source.IssueLog}, and reading goes on as far as it can.
 */
@NullMarked
package dev.freshet.rules.yaml;

import org.jspecify.annotations.NullMarked;

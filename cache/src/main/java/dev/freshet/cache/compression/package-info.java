// SPDX-License-Identifier: Apache-2.0
/**
 * Makes encoded values smaller for L2. Entry type: {@link
 * dev.freshet.cache.compression.Compression}, whose ids stand in the header of each value. All of
 * it is pure and safe for any thread. The libraries behind it are optional: one that is absent is
 * an error when a region is set up to write with it, and a value that cannot be read otherwise.
 * Bytes that do not decompress to the length they announce raise an {@link java.io.IOException}.
 */
@NullMarked
package dev.freshet.cache.compression;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The documents as tests read them: pages, and the blocks of code in them. */
@NullMarked
package dev.freshet.cli.docs;

import org.jspecify.annotations.NullMarked;

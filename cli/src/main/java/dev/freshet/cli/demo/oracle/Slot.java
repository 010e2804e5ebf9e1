// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import java.util.Map;

/**
 * One entry of the cache that the demo fills.
 *
 * @param index its place in the keyspace
 * @param region the region's name
 * @param params a value for each hole of the region's key template
 * @param watched whether readers read it during the run; the others must be found as the events
 *     left them
 */
public record Slot(int index, String region, Map<String, Object> params, boolean watched) {

  boolean has(Map<String, Object> values) {
    return params.entrySet().containsAll(values.entrySet());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Since 1.12.2 Avro instantiates only classes that the process trusts, because a schema from
 * outside names them. What Avro's own compiler has generated holds fields and nothing else, so it
 * is trusted here, whatever its package; everything else stays as the process has it.
 */
final class GeneratedClasses {
  private GeneratedClasses() {}

  /** Trusts generated classes from now on, in this process. */
  static void trust() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, GeneratedClasses::isGenerated));
  }

  private static boolean isGenerated(Class<?> type) {
    return SpecificRecord.class.isAssignableFrom(type)
        || SpecificFixed.class.isAssignableFrom(type)
        || GenericEnumSymbol.class.isAssignableFrom(type);
  }
}

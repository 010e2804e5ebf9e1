// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro use generated classes. {@link AvroCodec} does so by itself; who builds generated
 * records without one has to ask for it.
 *
 * <p>Since 1.12.2 Avro instantiates only classes that the process trusts, because a schema from
 * outside names them. What Avro's own compiler has generated holds fields and nothing else, so it
 * is trusted here, whatever its package; everything else stays as the process has it. Safe for any
 * thread.
 */
public final class GeneratedClasses {
  // Once a process, however often it is asked for.
  static {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(before, GeneratedClasses::isGenerated));
  }

  private GeneratedClasses() {}

  /** Trusts generated classes from now on, in this process. */
  public static void trust() {
    // Done when this class was loaded.
  }

  private static boolean isGenerated(Class<?> type) {
    return SpecificRecord.class.isAssignableFrom(type)
        || SpecificFixed.class.isAssignableFrom(type)
        || GenericEnumSymbol.class.isAssignableFrom(type);
  }
}

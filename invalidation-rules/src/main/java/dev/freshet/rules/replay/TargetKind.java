// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.events.values.Target;
import java.util.Locale;

/** The kinds of targets, from the narrow to the wide. */
public enum TargetKind {
  KEY,
  TAG,
  PARAMETER,
  REGION,
  SCAN,
  ALL;

  /** The kind of a target. */
  public static TargetKind of(Target target) {
    if (target instanceof Target.Key) {
      return KEY;
    }
    if (target instanceof Target.Tag) {
      return TAG;
    }
    if (target instanceof Target.Parameter) {
      return PARAMETER;
    }
    if (target instanceof Target.Region) {
      return REGION;
    }
    return target instanceof Target.Scan ? SCAN : ALL;
  }

  /** The word in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

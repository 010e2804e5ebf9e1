// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an output, and what would be right. Belongs to one thread. */
final class OutputProblems {
  private final List<RegionShape> regions;
  private final IssueLog issues;

  OutputProblems(List<RegionShape> regions, IssueLog issues) {
    this.regions = regions;
    this.issues = issues;
  }

  void malformed(Scalar text, int index, String message) {
    issues.error(IssueCode.MALFORMED_TEMPLATE, text.spanOf(index, index + 1), message);
  }

  void misplaced(Scalar text, int index, String message) {
    issues.error(IssueCode.MISPLACED_STAR, text.spanOf(index, index + 1), message);
  }

  void star(Scalar text, int index, String reason, @Nullable String help) {
    Span span = text.spanOf(index, index + 1);
    issues.error(IssueCode.MISPLACED_STAR, span, reason + ", found '*'", () -> help);
  }

  void everyEntry(Scalar text) {
    issues.error(
        IssueCode.MISPLACED_STAR,
        text.span(),
        "the pattern '*' stands for every entry",
        () -> "write `all: true` if that is meant");
  }

  void unknownRegion(Scalar text) {
    List<String> names = regions.stream().map(RegionShape::name).toList();
    issues.error(
        IssueCode.UNKNOWN_REGION,
        text.span(),
        "no region is named '" + text + "'",
        () -> NearestName.help(text.text(), names));
  }

  void undeclared(Scalar text, boolean widens) {
    String message = "no region declares a tag like '" + text + "'";
    if (widens) {
      cannotWiden(text, message);
    } else {
      issues.warning(
          IssueCode.UNKNOWN_TAG,
          text.span(),
          message,
          () -> "right only if loaders return it; else add it to the `tags` of a region");
    }
  }

  void cannotWiden(Scalar text, String reason) {
    issues.error(
        IssueCode.CANNOT_WIDEN,
        text.span(),
        reason + ", so `onMissing: widen` finds nothing wider to invalidate",
        () -> "take this output into a rule of its own, without `onMissing: widen`");
  }

  void narrowStar(Scalar text, RegionShape region, Segment star) {
    issues.error(
        IssueCode.MISPLACED_STAR,
        text.spanOf(star.index(), star.index() + star.toString().length()),
        "'"
            + star
            + "' covers only some values of a hole of region "
            + region.name()
            + " (key '"
            + region.key()
            + "'), expected '*' for all of them or a full value");
  }

  void partlyBound(Scalar text, RegionShape region, Alignment alignment) {
    issues.error(
        IssueCode.PARTLY_BOUND,
        text.span(),
        "the pattern binds {"
            + String.join("} and {", alignment.bound().keySet())
            + "} of region "
            + region.name()
            + " but not {"
            + String.join("}, {", alignment.starred())
            + "}, expected one hole or all of them",
        () -> "declare a tag over these holes in the region, and write `tag:` here");
  }

  void unaligned(String what, Scalar text, KeyShape shape, String otherwise) {
    issues.error(
        IssueCode.UNALIGNED,
        text.span(),
        "the " + what + " '" + text + "' fits the key of no region",
        () ->
            nearest(shape)
                    .map(
                        region ->
                            "the nearest is region `"
                                + region.name()
                                + "`, key `"
                                + region.key()
                                + "`")
                    .orElse("no region is declared")
                + otherwise);
  }

  private Optional<RegionShape> nearest(KeyShape shape) {
    String outline = shape.outline();
    return regions.stream()
        .min(
            Comparator.comparingInt(
                region -> NearestName.distance(outline, region.keyShape().outline())));
  }
}

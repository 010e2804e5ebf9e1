// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the outputs of one file's rules against all declared regions. Each method answers the
 * target templates of one output, and none if it reported an error. Belongs to one thread.
 *
 * <p>A pattern becomes, for each region that it covers, the region target if stars cover all holes,
 * a parameter target if it binds exactly one hole, and a key target if it binds them all: one
 * record, whatever the number of entries behind it.
 */
public final class OutputCompiler {
  private final List<RegionShape> regions;
  private final IssueLog issues;

  /** Compiles against {@code regions}; problems go to {@code issues}. */
  public OutputCompiler(List<RegionShape> regions, IssueLog issues) {
    this.regions = regions;
    this.issues = issues;
  }

  /** {@code key: payment:history:{userId}}, one entry. */
  public List<TargetTemplate> key(Scalar text) {
    Output output = parse(text);
    if (output == null
        || hasStar(output, "a key names one entry", "write `pattern:` for several")) {
      return List.of();
    }
    boolean aligned =
        regions.stream()
            .map(region -> Alignment.of(region.keyShape(), output.shape))
            .anyMatch(Optional::isPresent);
    if (!aligned) {
      unaligned("key", output, "");
      return List.of();
    }
    return List.of(new TargetTemplate.OfKey(output.holes.fill(text.text())));
  }

  /** {@code tag: user:{userId}}, all entries with a label. */
  public List<TargetTemplate> tag(Scalar text) {
    Output output = parse(text);
    if (output == null || hasStar(output, "a tag names one label", null)) {
      return List.of();
    }
    boolean declared =
        regions.stream()
            .flatMap(region -> region.tagShapes().stream())
            .anyMatch(tag -> Alignment.of(tag, output.shape).isPresent());
    if (!declared) {
      issues.warning(
          IssueCode.UNKNOWN_TAG,
          text.span(),
          "no region declares a tag like '" + text + "'",
          () -> "right only if loaders return it; else add it to the `tags` of a region");
    }
    return List.of(new TargetTemplate.OfTag(output.holes.fill(text.text())));
  }

  /** {@code region: session}, all entries of a region. */
  public List<TargetTemplate> region(Scalar text) {
    List<String> names = regions.stream().map(RegionShape::name).toList();
    if (!names.contains(text.text())) {
      issues.error(
          IssueCode.UNKNOWN_REGION,
          text.span(),
          "no region is named '" + text + "'",
          () -> NearestName.help(text.text(), names));
      return List.of();
    }
    return List.of(new TargetTemplate.Fixed(new Target.Region(text.text())));
  }

  /** {@code pattern: session:*:{userId}}, all entries whose keys fit. */
  public List<TargetTemplate> pattern(Scalar text) {
    Output output = parse(text);
    if (output == null || namesEveryEntry(text)) {
      return List.of();
    }
    List<TargetTemplate> targets = new ArrayList<>();
    boolean aligned = false;
    for (RegionShape region : regions) {
      Optional<Alignment> alignment = Alignment.of(region.keyShape(), output.shape);
      aligned |= alignment.isPresent();
      alignment.map(found -> rewrite(output, region, found)).ifPresent(targets::add);
    }
    if (!aligned) {
      unaligned("pattern", output, "; for keys of no region add `scan: true` beside the pattern");
    }
    return List.copyOf(targets);
  }

  /**
   * {@code pattern: legacy:*:{userId}} with {@code scan: true}, all entries whose keys fit, of
   * whatever region: stars may stand anywhere, and cover colons.
   */
  public List<TargetTemplate> scan(Scalar text) {
    if (namesEveryEntry(text)) {
      return List.of();
    }
    try {
      Holes holes = Holes.of(Template.parse(text.text()), text, issues);
      Location place = issues.source().locate(text.span().start());
      return holes == null
          ? List.of()
          : List.of(new TargetTemplate.OfScan(holes.fill(text.text()), place));
    } catch (MalformedTemplateException e) {
      malformed(text, e);
      return List.of();
    }
  }

  private boolean namesEveryEntry(Scalar text) {
    boolean every = text.text().equals("*");
    if (every) {
      issues.error(
          IssueCode.MISPLACED_STAR,
          text.span(),
          "the pattern '*' stands for every entry",
          () -> "write `all: true` if that is meant");
    }
    return every;
  }

  private @Nullable TargetTemplate rewrite(Output output, RegionShape region, Alignment alignment) {
    if (!alignment.narrow().isEmpty()) {
      narrowStar(output, region, alignment.narrow().get(0));
      return null;
    }
    if (alignment.starred().isEmpty()) {
      return new TargetTemplate.OfKey(output.holes.fill(boundKey(region, alignment)));
    }
    if (alignment.bound().isEmpty()) {
      return new TargetTemplate.Fixed(new Target.Region(region.name()));
    }
    if (alignment.bound().size() > 1) {
      partlyBound(output, region, alignment);
      return null;
    }
    var only = alignment.bound().entrySet().iterator().next();
    return new TargetTemplate.OfParameter(
        region.name(), only.getKey(), output.holes.fill(only.getValue()));
  }

  private static String boundKey(RegionShape region, Alignment alignment) {
    return region.keyShape().segments().stream()
        .map(
            segment ->
                segment.prefix()
                    + alignment.bound().getOrDefault(segment.hole(), "")
                    + segment.suffix())
        .collect(Collectors.joining(":"));
  }

  private void narrowStar(Output output, RegionShape region, Segment star) {
    issues.error(
        IssueCode.MISPLACED_STAR,
        output.text.spanOf(star.index(), star.index() + star.toString().length()),
        "'"
            + star
            + "' covers only some values of a hole of region "
            + region.name()
            + " (key '"
            + region.key()
            + "'), expected '*' for all of them or a full value");
  }

  private void partlyBound(Output output, RegionShape region, Alignment alignment) {
    issues.error(
        IssueCode.PARTLY_BOUND,
        output.text.span(),
        "the pattern binds {"
            + String.join("} and {", alignment.bound().keySet())
            + "} of region "
            + region.name()
            + " but not {"
            + String.join("}, {", alignment.starred())
            + "}, expected one hole or all of them",
        () -> "declare a tag over these holes in the region, and write `tag:` here");
  }

  private boolean hasStar(Output output, String reason, @Nullable String help) {
    int star = output.shape.starIndex();
    if (star < 0) {
      return false;
    }
    issues.error(
        IssueCode.MISPLACED_STAR,
        output.text.spanOf(star, star + 1),
        reason + ", found '*'",
        () -> help);
    return true;
  }

  private void unaligned(String what, Output output, String otherwise) {
    issues.error(
        IssueCode.UNALIGNED,
        output.text.span(),
        "the " + what + " '" + output.text + "' fits the key of no region",
        () ->
            nearest(output.shape)
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

  private @Nullable Output parse(Scalar text) {
    try {
      Template template = Template.parse(text.text());
      KeyShape shape = KeyShape.of(template);
      Holes holes = Holes.of(template, text, issues);
      return holes == null ? null : new Output(text, shape, holes);
    } catch (MalformedTemplateException e) {
      malformed(text, e);
    } catch (KeyShape.MisplacedStarException e) {
      Span span = text.spanOf(e.index(), e.index() + 1);
      issues.error(IssueCode.MISPLACED_STAR, span, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void malformed(Scalar text, MalformedTemplateException e) {
    Span span = text.spanOf(e.index(), e.index() + 1);
    issues.error(IssueCode.MALFORMED_TEMPLATE, span, "template: " + e.problem());
  }

  private record Output(Scalar text, KeyShape shape, Holes holes) {}
}

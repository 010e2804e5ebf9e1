// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Media types and ranges of them (RFC 9110, section 12.5.1), as in {@code Accept}. Parameters are
 * left out of comparisons; a range with {@code q=0} takes nothing.
 */
public record MediaRanges(List<String> ranges) {

  public MediaRanges {
    ranges = List.copyOf(ranges);
  }

  /** Reads a header; parts that make no sense take nothing. */
  public static MediaRanges of(String header) {
    List<String> ranges = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      if (!isRefused(part)) {
        ranges.add(bare(part));
      }
    }
    return new MediaRanges(ranges);
  }

  /** A media type without parameters, in lower case. */
  public static String bare(String mediaType) {
    int end = mediaType.indexOf(';');
    return (end < 0 ? mediaType : mediaType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }

  /** Whether a media type is JSON in one of its kinds. */
  public static boolean isJson(String mediaType) {
    String bare = bare(mediaType);
    return bare.equals("application/json") || bare.endsWith("+json");
  }

  /** Whether one of the ranges takes this type. */
  public boolean accept(String mediaType) {
    String bare = bare(mediaType);
    String family = bare.substring(0, bare.indexOf('/') + 1) + "*";
    return ranges.stream()
        .anyMatch(range -> range.equals("*/*") || range.equals(bare) || range.equals(family));
  }

  /** Whether one of the ranges takes one of these types. */
  public boolean acceptAny(Collection<String> mediaTypes) {
    return mediaTypes.stream().anyMatch(this::accept);
  }

  private static boolean isRefused(String part) {
    return part.replace(" ", "").toLowerCase(Locale.ROOT).matches(".*;q=0(\\.0{0,3})?(;.*)?");
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.http.Exchange;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list, by the parameters {@code pageSize} and {@code pageToken}. A token holds the
 * key behind which the next page begins, so that pages stay right while the list changes. Pure.
 */
public final class Page {
  private static final String TOKEN = "pageToken";
  private static final String VERSION = "1:";

  private Page() {}

  /**
   * The page as {@code items} and, unless it is the last, {@code nextPageToken}.
   *
   * @param key reads the text form of a key; throws {@link IllegalArgumentException} if it is none
   * @param form an item as JSON
   * @throws ProblemException if the token is none of this list
   */
  public static <K, V> JsonObject of(
      Exchange exchange,
      NavigableMap<K, V> all,
      Function<String, K> key,
      Function<? super V, ?> form) {
    return of(all, exchange.optional(TOKEN), (int) exchange.number("pageSize"), key, form);
  }

  static <K, V> JsonObject of(
      NavigableMap<K, V> all,
      Optional<String> token,
      int size,
      Function<String, K> key,
      Function<? super V, ?> form) {
    NavigableMap<K, V> rest = token.map(text -> all.tailMap(read(text, key), false)).orElse(all);
    List<Map.Entry<K, V>> entries = rest.entrySet().stream().limit(size).toList();
    JsonArray items = new JsonArray();
    entries.forEach(entry -> items.add(form.apply(entry.getValue())));
    JsonObject page = new JsonObject().put("items", items);
    if (rest.size() > size) {
      page.put("nextPageToken", token(entries.get(size - 1).getKey()));
    }
    return page;
  }

  private static String token(Object key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((VERSION + key).getBytes(UTF_8));
  }

  private static <K> K read(String token, Function<String, K> key) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      if (text.startsWith(VERSION)) {
        return key.apply(text.substring(VERSION.length()));
      }
    } catch (IllegalArgumentException e) {
      // Said below: whoever made it up has no use for how it fails.
    }
    String message =
        "query parameter pageToken: found '" + token + "', expected nextPageToken of a page";
    throw ProblemException.of(
        HttpCode.INVALID_PARAMETER,
        message,
        List.of(Finding.at(HttpCode.INVALID_PARAMETER, "query:" + TOKEN, message)));
  }
}

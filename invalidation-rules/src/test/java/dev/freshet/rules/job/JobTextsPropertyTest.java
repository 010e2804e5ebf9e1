// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Template;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The texts in jobs that have a language of their own: cron, keys, queries. */
class JobTextsPropertyTest {

  @Test
  void shouldTakeUnixCron() {
    List.of("* * * * *", "*/5 6-20 * * mon-fri", "0 0 1 JAN *", "0 0 29 2 *", "5,10 0 * * 7")
        .forEach(text -> assertNull(CronText.problem(text), text));
    List.of("", "* * * *", "@daily", "60 * * * *", "*/0 * * * *", "0 0 L * *", "0 0 31 4 *")
        .forEach(text -> assertNotNull(CronText.problem(text), text));
  }

  @Property(tries = 2_000)
  void shouldAnswerAnyFieldsWithoutThrowing(@ForAll("fields") List<String> fields) {
    String problem = CronText.problem(String.join(" ", fields));

    assertTrue(
        problem == null || problem.startsWith("five fields") || problem.equals("a day that comes"));
  }

  @Provide
  Arbitrary<List<String>> fields() {
    Arbitrary<String> pieces =
        Arbitraries.of("*", "/", "-", ",", "0", "5", "7", "59", "99", "9999999999", "MON", "L", "W")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(list -> String.join("", list));
    return pieces.list().ofSize(5);
  }

  @Property(tries = 1_000)
  void shouldSurviveMutilatedJobs(
      @ForAll @IntRange(max = 4_000) int start,
      @ForAll @IntRange(max = 12) int length,
      @ForAll("fields") List<String> pieces)
      throws IOException {
    String text = Files.readString(Path.of("src/test/resources/golden/jobs.yaml"));
    int from = Math.min(start, text.length());
    int to = Math.min(from + length, text.length());
    String mutilated = text.substring(0, from) + pieces.get(0) + text.substring(to);

    Compilation compilation =
        RuleBook.compile(List.of(new RuleSource("jobs", "jobs.yaml", 1, mutilated)));

    assertTrue(compilation.hasErrors());
    assertTrue(compilation.book().jobs().isEmpty());
  }

  @Property
  void shouldKnowEveryKeyOfATemplate(@ForAll String user, @ForAll long bill) {
    Template template = Template.parse("bill.v(1):{user}:x{bill}");
    String key = template.expand(Map.of("user", user, "bill", bill)::get);

    KeyFit fit = new KeyFit(template, Map.of());
    assertTrue(fit.fits(key));
    assertFalse(fit.fits(key + ":"));
    assertFalse(fit.fits(key + "%3a"));
    assertFalse(fit.fits(key.replace("bill.v(1)", "billxv(1)")));
    assertTrue(new KeyFit(template, Map.of("user", user)).fits(key));
    assertTrue(new KeyFit(template, Map.of("user", user, "bill", bill + "")).fits(key));
    assertFalse(new KeyFit(template, Map.of("user", user + "x")).fits(key));
    assertFalse(new KeyFit(template, Map.of("other", user)).fits(key));
  }

  @Test
  void shouldMissAColumnOnlyIfItsNameStandsNowhere() {
    List<String> holes = List.of("userId");

    assertEquals(List.of(), QueryColumns.of("select USERID from t").missing(holes));
    assertEquals(List.of(), QueryColumns.of("select u as \"userId\" from t").missing(holes));
    assertEquals(List.of(), QueryColumns.of("select * from t").missing(holes));
    assertEquals(holes, QueryColumns.of("select u as \"USERID\" from t").missing(holes));
    assertEquals(holes, QueryColumns.of("select u from t where x = 'userId *'").missing(holes));
    assertEquals(holes, QueryColumns.of("select u /* userId */ from t -- *").missing(holes));
    assertEquals(holes, QueryColumns.of("select u_userId, userIds from t").missing(holes));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  /** The library reads in blocks, and fails on a pair of surrogates that two of them share. */
  @Test
  void shouldReadAPairOfSurrogatesWhereverItStands() {
    for (int before = 0; before < 3_000; before++) {
      String text = "a".repeat(before) + "\uD83D\uDE00 end";
      IssueLog issues = new IssueLog(new SourceText("f.yaml", text));

      List<YamlNode> documents = YamlReader.read(issues);

      assertEquals(List.of(), issues.issues());
      assertTrue(documents.get(0) instanceof Scalar scalar && scalar.text().equals(text));
    }
  }

  @Test
  void shouldFindCommentsBehindAPairOfSurrogatesWhereverItStands() {
    for (int before = 0; before < 3_000; before++) {
      SourceText source = new SourceText("f.yaml", "a".repeat(before) + "\uD83D\uDE00 # end");

      List<Comments.Comment> comments = Comments.read(source);

      assertEquals(List.of(" end"), comments.stream().map(Comments.Comment::text).toList());
    }
  }

  @Test
  void shouldReportHalfAPairWhereverItStands() {
    for (int before : List.of(0, 1, 1_023, 1_024, 1_025, 2_049, 2_050)) {
      for (String behind : List.of("", " end")) {
        String text = "a".repeat(before) + "\uD83D" + behind;
        IssueLog issues = new IssueLog(new SourceText("f.yaml", text));

        YamlReader.read(issues);

        assertEquals(1, issues.issues().size(), text::toString);
        IssueCode code = issues.issues().get(0).code();
        assertTrue(code == IssueCode.UNREADABLE_TEXT || code == IssueCode.SYNTAX, code::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k: &a v", "k: &a {}", "k: &a [v]", "&a k: v", "&a\nk: v"})
  void shouldRefuseAnchors(String yaml) {
    IssueLog issues = log(yaml);

    List<YamlNode> documents = YamlReader.read(issues);

    assertEquals(1, documents.size());
    assertEquals(IssueCode.UNSUPPORTED_YAML, issues.issues().get(0).code());
    assertTrue(issues.issues().get(0).message().contains("'&a'"));
  }

  private static IssueLog log(String yaml) {
    return new IssueLog(new SourceText("f", yaml));
  }
}

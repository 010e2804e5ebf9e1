// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * One revision of one rule set, as text. Immutable and safe for any thread.
 *
 * @param name the rule set's name, which the documents have to repeat
 * @param file what to call the text in messages
 * @param revision the number that the rules topic gave it, or 0 for a file
 * @param text YAML
 */
public record RuleSource(String name, String file, long revision, String text) {

  /**
   * Decodes a text.
   *
   * @throws InvalidRuleFileException if the bytes are no UTF-8; names the first bad place
   */
  public static RuleSource ofUtf8(String name, String file, long revision, byte[] bytes) {
    return new RuleSource(name, file, revision, decode(file, bytes));
  }

  static String decode(String file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = decoder.decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      String readable = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
      IssueLog issues = new IssueLog(new SourceText(file, readable));
      issues.error(
          IssueCode.UNREADABLE_TEXT,
          Span.at(readable.length()),
          "found bytes that are no UTF-8 behind byte " + in.position());
      throw new InvalidRuleFileException(issues.issues());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands to a Redis or a Sentinel of this machine, one connection each, so that tests need no
 * client that they may be there to test. Speaks RESP 2, for short answers. Stateless.
 */
final class RedisConversation {
  private static final int TIMEOUT_MS = 30_000;

  private RedisConversation() {}

  /**
   * The answer to a command, as lines: one of a status, a number or a text, one for each element of
   * a list; none for nil.
   *
   * @throws UncheckedIOException if nobody answers
   * @throws IllegalStateException if the answer is an error
   */
  static List<String> ask(int port, String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MS);
      String command = String.join(" ", words) + "\r\n";
      socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
      List<String> answer = new ArrayList<>();
      read(
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)),
          answer);
      return answer;
    } catch (IOException refused) {
      throw new UncheckedIOException("Redis on port " + port + ": " + words[0], refused);
    }
  }

  private static void read(BufferedReader from, List<String> answer) throws IOException {
    String head = from.readLine();
    if (head == null || head.isEmpty()) {
      throw new IOException("found no answer, expected one");
    }
    String rest = head.substring(1);
    switch (head.charAt(0)) {
      case '+', ':' -> answer.add(rest);
      case '$' -> readText(from, Integer.parseInt(rest), answer);
      case '*' -> {
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          read(from, answer);
        }
      }
      default -> throw new IllegalStateException("Redis: found '" + head + "', expected no error");
    }
  }

  private static void readText(BufferedReader from, int length, List<String> answer)
      throws IOException {
    if (length < 0) {
      return;
    }
    char[] text = new char[length];
    for (int had = 0; had < length; ) {
      int more = from.read(text, had, length - had);
      if (more < 0) {
        throw new IOException("found " + had + " characters, expected " + length);
      }
      had += more;
    }
    from.readLine();
    answer.add(new String(text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

  @Test
  void shouldBeARealRedis7() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      assertEquals("+OK", ask(redis, "SET", "k", "v"));

      assertEquals("v", ask(redis, "GET", "k"));
      assertTrue(ask(redis, "LOLWUT").contains("Redis ver. 7.0.15"));
    }
  }

  @Test
  void shouldKeepDataInAKeptDirectory(@TempDir Path home) throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Placement.in(home))) {
      ask(redis, "SET", "k", "v");
    }

    try (EmbeddedRedis again = EmbeddedRedis.start(Placement.in(home))) {
      assertEquals("v", ask(again, "GET", "k"));
    }
  }

  @Test
  void shouldForgetEverythingInATemporaryDirectory() throws IOException {
    int port;
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      port = redis.port();
      ask(redis, "SET", "k", "v");
    }

    try (EmbeddedRedis again = EmbeddedRedis.start(Placement.temporary().onPort(port))) {
      assertEquals("$-1", ask(again, "GET", "k"));
    }
  }

  @Test
  void shouldRefuseATakenPort() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      Placement taken = Placement.temporary().onPort(redis.port());

      assertThrows(PortInUseException.class, () -> EmbeddedRedis.start(taken));
    }
  }

  /** The answer to one command: a status line, an error, or the text of a bulk string. */
  private static String ask(EmbeddedRedis redis, String... words) throws IOException {
    URI url = URI.create(redis.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        request.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String head = reader.readLine();
      if (!head.startsWith("$") || head.equals("$-1")) {
        return head;
      }
      char[] text = new char[Integer.parseInt(head.substring(1))];
      int length = 0;
      while (length < text.length) {
        length += reader.read(text, length, text.length - length);
      }
      return new String(text);
    }
  }
}

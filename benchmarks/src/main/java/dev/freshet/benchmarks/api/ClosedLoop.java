// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * An HTTP client that does hardly anything itself: it sends the same bytes over and over on its one
 * connection, each time when the answer before has come. For one thread.
 *
 * @param port of the server, on this machine
 * @param request head and body
 * @param status that every answer must have
 */
record ClosedLoop(int port, byte[] request, int status) {
  private static final String LENGTH = "content-length: ";
  private static final int LARGEST_ANSWER_BYTES = 1 << 16;

  ClosedLoop {
    request = request.clone();
  }

  static ClosedLoop get(int port, String path) {
    String head = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path);
    return new ClosedLoop(port, head.getBytes(ISO_8859_1), 200);
  }

  static ClosedLoop post(int port, String path, String contentType, byte[] body) {
    byte[] head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, contentType, body.length)
            .getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return new ClosedLoop(port, all, 202);
  }

  /** A connection; each call is one request with its answer. */
  Callable<Void> connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[LARGEST_ANSWER_BYTES];
    return () -> {
      out.write(request);
      readAnswer(in, answer);
      return null;
    };
  }

  private void readAnswer(InputStream in, byte[] answer) throws IOException {
    int filled = 0;
    int end = -1;
    while (end < 0 || filled < end) {
      int read = in.read(answer, filled, answer.length - filled);
      if (read <= 0) {
        throw new IOException("found the end behind " + text(answer, filled));
      }
      filled += read;
      end = end < 0 ? end(answer, filled) : end;
    }
  }

  /** How long the answer is, head and body; negative if that cannot be said yet. */
  private int end(byte[] answer, int filled) throws IOException {
    String head = text(answer, filled);
    int body = head.indexOf("\r\n\r\n");
    if (body < 0) {
      return -1;
    }
    int length = head.indexOf(LENGTH);
    if (!head.startsWith("HTTP/1.1 " + status) || length < 0 || length > body) {
      throw new IOException("found " + head + ", expected " + status + " with its length");
    }
    int from = length + LENGTH.length();
    return body + 4 + Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
  }

  private static String text(byte[] answer, int filled) {
    return new String(answer, 0, filled, ISO_8859_1);
  }
}

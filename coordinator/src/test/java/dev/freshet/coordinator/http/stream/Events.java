// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The blocks of a stream of server-sent events, as they come. */
final class Events implements AutoCloseable {
  private final BufferedReader reader;

  Events(InputStream body) {
    this.reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** The next block without the empty line behind it; {@code end} if there is none. */
  String next() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty()) {
        return String.join("\n", lines);
      }
      lines.add(line);
    }
    return "end";
  }

  /** The next block that holds a text. */
  String await(String text) throws IOException {
    for (String block = next(); !block.equals("end"); block = next()) {
      if (block.contains(text)) {
        return block;
      }
    }
    throw new IOException("the stream ended without " + text);
  }

  /** The offsets of the next events, whatever stands between. */
  List<Long> offsets(int count) throws IOException {
    List<Long> offsets = new ArrayList<>();
    while (offsets.size() < count) {
      String block = next();
      if (block.equals("end")) {
        throw new IOException("the stream ended behind " + offsets);
      }
      if (block.startsWith("id: 0:") && block.contains("\nevent: ")) {
        offsets.add(Long.parseLong(block.substring(6, block.indexOf('\n'))));
      }
    }
    return offsets;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

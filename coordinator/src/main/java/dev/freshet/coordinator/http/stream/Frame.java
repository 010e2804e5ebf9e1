// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.StateEventJson;
import dev.freshet.events.state.StreamCursor;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to clients, in both forms. Made once for all of them; immutable, and nobody changes
 * the buffer.
 *
 * @param json a text message of a WebSocket
 * @param sse a server-sent event, whole
 */
record Frame(String json, Buffer sse) {

  /**
   * A frame.
   *
   * @param cursor behind which a client goes on that has seen this; null if it goes on as before
   */
  static Frame of(Map<String, Object> tree, @Nullable StreamCursor cursor) {
    String json = StateEventJson.text(tree);
    Buffer sse = Buffer.buffer(json.length() + 64);
    if (cursor != null) {
      sse.appendString("id: ").appendString(cursor.toString()).appendString("\n");
    }
    sse.appendString("event: ")
        .appendString(String.valueOf(tree.get("kind")))
        .appendString("\ndata: ")
        .appendString(json) // one line: JSON has no line break outside of its texts
        .appendString("\n\n");
    return new Frame(json, sse);
  }

  /** About how much memory it takes. */
  int bytes() {
    return json.length() + sse.length();
  }
}

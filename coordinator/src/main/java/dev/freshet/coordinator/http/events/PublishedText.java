// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freshet.coordinator.http.applied.Applied;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.events.values.Receipt;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of events as JSON, without building trees: the answer to a batch has as many
 * items as the batch. For one answer and one thread.
 */
final class PublishedText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ITEM_BYTES = 200;

  private final JsonGenerator json;
  private Instant lastTime = Instant.EPOCH;
  private String lastTimeText = lastTime.toString();

  private PublishedText(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The schema {@code Published} of the API document.
   *
   * @param applied null if nobody waits for that
   */
  static Buffer one(BatchItem.Accepted item, @Nullable Applied applied) {
    return write(
        1,
        text -> {
          text.json.writeStartObject();
          text.stored(item);
          text.end(applied);
        });
  }

  /**
   * The schema {@code PublishedBatch} of the API document.
   *
   * @param applied null if nobody waits for that, or not all are stored
   */
  static Buffer batch(List<BatchItem> items, @Nullable Applied applied) {
    return write(
        items.size(),
        text -> {
          text.json.writeStartObject();
          text.items(items);
          text.end(applied);
        });
  }

  /** Writes part of the JSON. */
  private interface Writing {
    void to(PublishedText text) throws IOException;
  }

  private static Buffer write(int items, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(items * ITEM_BYTES);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writing.to(new PublishedText(json));
    } catch (IOException e) {
      throw new UncheckedIOException("an answer in memory cannot be written", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private void items(List<BatchItem> items) throws IOException {
    int stored = BatchItem.stored(items).size();
    json.writeNumberField("stored", stored);
    json.writeNumberField("refused", items.size() - stored);
    json.writeArrayFieldStart("items");
    for (BatchItem item : items) {
      if (item instanceof BatchItem.Accepted accepted) {
        json.writeStartObject();
        json.writeNumberField("status", accepted.status());
        stored(accepted);
        json.writeEndObject();
      } else if (item instanceof BatchItem.Refused refused) {
        json.writeRawValue(refused.toJson().encode());
      }
    }
    json.writeEndArray();
  }

  private void stored(BatchItem.Accepted item) throws IOException {
    Stored stored = item.stored();
    Receipt receipt = stored.receipt();
    json.writeStringField("id", item.id());
    json.writeStringField("receipt", receipt.toString());
    json.writeStringField("topic", receipt.topic());
    json.writeNumberField("partition", receipt.partition());
    json.writeNumberField("offset", receipt.offset());
    json.writeStringField("storedAt", text(stored.at()));
  }

  /** Records of one batch mostly have the same time. */
  private String text(Instant time) {
    if (!time.equals(lastTime)) {
      lastTime = time;
      lastTimeText = time.toString();
    }
    return lastTimeText;
  }

  private void end(@Nullable Applied applied) throws IOException {
    if (applied != null) {
      json.writeFieldName("applied");
      json.writeRawValue(applied.toJson().encode());
    }
    json.writeEndObject();
  }
}

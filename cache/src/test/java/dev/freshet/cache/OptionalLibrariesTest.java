// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.MessagePackCodec;
import dev.freshet.cache.compression.Compression;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A service has only those codecs and compressions on its class path that it uses. */
class OptionalLibrariesTest {
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "(avro|jackson-dataformat-msgpack|lz4-java|msgpack-core|protobuf-java|snappy-java|zstd-jni)-\\d.*\\.jar");

  @Test
  void shouldDoWithoutAnyOfThem() throws ReflectiveOperationException, IOException {
    List<URL> others = new ArrayList<>();
    int left = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (OPTIONAL.matcher(Path.of(entry).getFileName().toString()).matches()) {
        left++;
      } else {
        others.add(Path.of(entry).toUri().toURL());
      }
    }
    assertEquals(7, left, "optional libraries on the class path of this test");

    try (URLClassLoader service =
        new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> scenario = service.loadClass(Scenario.class.getName());
      assertNotSame(Scenario.class, scenario);
      ((Runnable) scenario.getDeclaredConstructor().newInstance()).run();
    }
  }

  /** Runs where none of the libraries is. */
  public static final class Scenario implements Runnable {
    @Override
    public void run() {
      cacheThroughL2();
      for (Compression compression :
          List.of(Compression.LZ4, Compression.ZSTD, Compression.SNAPPY)) {
        missing(compression);
      }
      assertEquals(Compression.GZIP, Compression.GZIP.requireAvailable());
      IllegalStateException missing =
          assertThrows(IllegalStateException.class, () -> MessagePackCodec.of(String.class));
      assertTrue(
          missing.toString().contains("org.msgpack:jackson-dataformat-msgpack"),
          missing.toString());
    }

    private static void cacheThroughL2() {
      TestCluster cluster = new TestCluster();
      RegionSettings settings = RegionSettings.of("user", "user:{id}");
      Map<String, Object> key = Map.of("id", 1);
      Region<String> region = cluster.node().region(settings, String.class);
      Region<String> there = cluster.node().region(settings, String.class);

      region.get(key, unused -> "value");

      assertEquals("value", there.getIfPresent(there.key(key)));
      assertEquals("text", Codec.string().decode(Codec.string().encode("text")));
    }

    private static void missing(Compression compression) {
      IllegalStateException missing =
          assertThrows(IllegalStateException.class, compression::requireAvailable);
      assertTrue(
          missing.toString().contains("compression " + compression.word()), missing.toString());
      assertNotNull(missing.getCause());

      // Written by a node that has it: a miss here, and so each time.
      for (int i = 0; i < 2; i++) {
        assertThrows(IOException.class, () -> compression.decompress(new byte[9], 0, 9, 9));
      }
    }
  }
}

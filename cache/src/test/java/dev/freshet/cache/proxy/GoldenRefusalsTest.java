// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.RegionSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each type in {@link Refused} is refused with exactly the text that stands in {@code
 * golden/refusals.expected}: what a user reads. With {@code -Dfreshet.golden=write} it is written
 * anew, for review.
 */
class GoldenRefusalsTest {
  private static final Path EXPECTED = Path.of("src/test/resources/golden/refusals.expected");

  private final OneNode node = new OneNode(RegionSettings.of("user", "user:{userId}"));
  private final CachingProxy proxies = CachingProxy.of(node::invalidate).regions(node::region);

  @Test
  void shouldRefuseWithExactlyTheExpectedText() throws IOException {
    String found =
        Stream.of(Refused.class.getDeclaredClasses())
            .filter(type -> !type.isRecord())
            .sorted(Comparator.comparing(Class::getName))
            .map(type -> refusal(type) + "\n")
            .collect(Collectors.joining("\n"));

    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(EXPECTED, found);
    }
    assertEquals(Files.readString(EXPECTED), found);
  }

  @Test
  void shouldNameTheRegionsThatWereGiven() {
    CachingProxy given =
        CachingProxy.of(node::invalidate).region(node.region("user", String.class));

    IllegalArgumentException problem =
        assertThrows(
            IllegalArgumentException.class,
            () -> given.wrap(Refused.UnknownRegion.class, userId -> "x"));

    assertEquals(
        Refused.UnknownRegion.class.getName()
            + ".name(long): found region 'usr', expected one of [user]",
        problem.getMessage());
  }

  @Test
  void shouldAskForNamesThatAreNotInTheClassFile(@TempDir Path directory) throws Exception {
    Path source = directory.resolve("Nameless.java");
    Files.writeString(
        source,
        """
        public interface Nameless {
          @dev.freshet.cache.proxy.Cached(region = "user")
          String name(long userId);
        }
        """);
    String classPath = System.getProperty("java.class.path");
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    assertEquals(0, exit);

    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      assertEquals(
          "Nameless.name(long): found no parameter for hole 'userId' among [arg0 (nameless: no"
              + " @Param, not compiled with -parameters)], expected one for each of [userId]",
          refusal(loader.loadClass("Nameless")));
    }
  }

  @Test
  void shouldReportAllMethodsAtOnce() {
    List<String> lines = refusal(Refused.NoUniqueText.class).lines().toList();

    assertEquals(5, lines.size());
  }

  private <T> String refusal(Class<T> type) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> proxies.wrap(type, implementation(type)),
                type.getName())
            .getMessage());
  }

  private static <T> T implementation(Class<T> type) {
    if (type.equals(Refused.Sealed.class)) {
      return type.cast(new Refused.Permitted());
    }
    if (type.equals(Refused.NoInterface.class)) {
      return type.cast(
          new Refused.NoInterface() {
            @Override
            String name(long userId) {
              return "user " + userId;
            }
          });
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              throw new AssertionError("called " + method);
            }));
  }
}

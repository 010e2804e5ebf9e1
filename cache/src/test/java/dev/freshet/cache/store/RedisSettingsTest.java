// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.RedisSettings.Kind;
import dev.freshet.cache.store.RedisSettings.Tls;
import dev.freshet.cache.store.RedisSettings.Verify;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {
  private static final String PASSWORD = "s3cr/et@word";

  @Test
  void shouldSeeFromTheSchemeWhatStandsThere() {
    assertEquals(Kind.STANDALONE, RedisSettings.at("redis://h:1").kind());
    assertEquals(Kind.STANDALONE, RedisSettings.at("rediss://h:1").kind());
    assertEquals(Kind.SENTINEL, RedisSettings.at("redis-sentinel://h:1,i:2/0#main").kind());
  }

  @Test
  void shouldGiveLettuceAllThatIsSet() {
    RedisURI address =
        only(
            RedisSettings.standalone("redis://h:1/7")
                .withTimeout(Duration.ofSeconds(3))
                .withTls(Tls.systemTrust().withVerify(Verify.AUTHORITY))
                .withClientName("me"));

    assertEquals("h", address.getHost());
    assertEquals(7, address.getDatabase());
    assertEquals(Duration.ofSeconds(3), address.getTimeout());
    assertTrue(address.isSsl());
    assertEquals(SslVerifyMode.CA, address.getVerifyMode());
    assertEquals("me", address.getClientName());
    assertEquals(2, only(RedisSettings.at("redis://h:1/7").withDatabase(2)).getDatabase());
  }

  @Test
  void shouldSendTimeoutsAndTlsToTheSentinelsButNotTheLoginOfTheServer() {
    RedisURI address =
        only(
            RedisSettings.sentinel("main", List.of("redis://a:1", "redis://:own@b:2"))
                .withTimeout(Duration.ofSeconds(3))
                .withLogin("app", PASSWORD)
                .withTls(Tls.systemTrust()));

    assertEquals("main", address.getSentinelMasterId());
    assertTrue(address.isSsl());
    assertEquals(2, address.getSentinels().size());
    for (RedisURI sentinel : address.getSentinels()) {
      assertEquals(Duration.ofSeconds(3), sentinel.getTimeout());
      assertTrue(sentinel.isSsl());
    }
    assertFalse(address.getSentinels().get(0).toString().contains("@"), "no login");
    assertTrue(address.getSentinels().get(1).toString().contains("@"), "its own login");
  }

  @Test
  void shouldNameAllNodesOfACluster() {
    List<RedisURI> addresses =
        RedisClients.addresses(RedisSettings.cluster(List.of("redis://a:1", "redis://b:2")));

    assertEquals(List.of("a", "b"), addresses.stream().map(RedisURI::getHost).toList());
  }

  @Test
  void shouldNeverShowAPassword() {
    RedisSettings settings =
        RedisSettings.at("redis://user:" + "s3cr%2Fet%40word" + "@h:1")
            .withLogin("app", PASSWORD)
            .withTls(Tls.trusting(Path.of("trust.p12"), PASSWORD));

    String text = settings.toString();

    assertFalse(text.contains("s3cr"), text);
    assertTrue(text.contains("h:1") && text.contains("user=app"), text);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> RedisSettings.at("http://u:" + PASSWORD + "@h"));
    assertFalse(String.valueOf(refused.getMessage()).contains("s3cr"), refused::getMessage);
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    RedisSettings right = RedisSettings.at("redis://h:1");

    assertRefused("not an address, found", () -> RedisSettings.at("not a uri"));
    assertRefused("not one server", () -> RedisSettings.standalone("redis-sentinel://h:1/0#m"));
    assertRefused("no address, found none", () -> RedisSettings.cluster(List.of()));
    assertRefused("timeout too short, found PT0S", () -> right.withTimeout(Duration.ZERO));
    assertRefused("too few connections, found 0", () -> right.withConnections(0));
    assertRefused(
        "a cluster has one database",
        () -> RedisSettings.cluster(List.of("redis://h:1")).withDatabase(1));
  }

  @Test
  void shouldRefuseATrustStoreThatIsNoFile() {
    RedisSettings settings =
        RedisSettings.at("redis://h:1").withTls(Tls.trusting(Path.of("/no/such/file"), ""));

    assertThrows(IllegalArgumentException.class, () -> L2Store.redis(settings));
  }

  private static RedisURI only(RedisSettings settings) {
    List<RedisURI> addresses = RedisClients.addresses(settings);
    assertEquals(1, addresses.size());
    return addresses.get(0);
  }

  private static void assertRefused(String message, Runnable wrong) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, wrong::run);
    String found = String.valueOf(refused.getMessage());
    assertTrue(found.startsWith("Redis: " + message), found);
  }
}

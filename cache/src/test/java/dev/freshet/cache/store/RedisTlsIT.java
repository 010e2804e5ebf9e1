// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.store.RedisSettings.Tls;
import dev.freshet.cache.store.RedisSettings.Verify;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis behind TLS: the binaries of the tests have none, so a front takes it off. */
class RedisTlsIT extends L2StoreContractTest {
  private static final String PASSWORD = "changeit";

  private static Path home;
  private static RedisProcess redis;
  private static TlsFront front;
  private static TlsFront misnamed;
  private static Path right;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    home = directory;
    redis = RedisProcess.server();
    Path key = key("right", "IP:127.0.0.1");
    right = trusted("right", key);
    front = TlsFront.before(redis.port(), key, PASSWORD);
    misnamed = TlsFront.before(redis.port(), key("other", "DNS:elsewhere.example"), PASSWORD);
  }

  @AfterAll
  static void stop() {
    misnamed.close();
    front.close();
    redis.close();
  }

  @Override
  L2Store open() {
    return L2Store.redis(at("rediss", front).withTls(Tls.trusting(right, PASSWORD)));
  }

  @Test
  void shouldNotTrustACertificateThatNobodyVouchesFor() throws Exception {
    Path wrong = trusted("wrong", key("wrong", "IP:127.0.0.1"));

    assertUntrusted(at("rediss", front).withTls(Tls.trusting(wrong, PASSWORD)));
    assertUntrusted(at("rediss", front));
  }

  @Test
  void shouldLookAtTheNameInTheCertificateUnlessToldNotTo() throws Exception {
    Tls tls = Tls.trusting(trusted("other", home.resolve("other.key.p12")), PASSWORD);

    assertUntrusted(at("redis", misnamed).withTls(tls));
    assertWorks(at("redis", misnamed).withTls(tls.withVerify(Verify.AUTHORITY)));
  }

  @Test
  void shouldEncryptWithoutTrustWhereThatIsAskedFor() {
    assertWorks(at("redis", misnamed).withTls(Tls.systemTrust().withVerify(Verify.NONE)));
  }

  @Test
  void shouldFailWithoutTls() {
    try (L2Store store = L2Store.redis(at("redis", front))) {
      assertThrows(CompletionException.class, () -> store.get("contract:key").join());
    }
  }

  private static RedisSettings at(String scheme, TlsFront where) {
    return RedisSettings.at(scheme + "://127.0.0.1:" + where.port()).withTimeout(PATIENT);
  }

  private static void assertWorks(RedisSettings settings) {
    try (L2Store store = L2Store.redis(settings)) {
      await().ignoreExceptions().until(() -> store.get("contract:key").join().isEmpty());
    }
  }

  private static void assertUntrusted(RedisSettings settings) {
    try (L2Store store = L2Store.redis(settings)) {
      StringWriter trace = new StringWriter();
      assertThrows(CompletionException.class, () -> store.get("contract:key").join())
          .printStackTrace(new PrintWriter(trace));
      assertTrue(trace.toString().contains("javax.net.ssl.SSLHandshakeException"), trace::toString);
    }
  }

  /** A key with a certificate that it signed itself. */
  private static Path key(String name, String subject) throws IOException, InterruptedException {
    Path file = home.resolve(name + ".key.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "SAN=" + subject,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve(name + ".log").toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "keytool, see " + name + ".log");
    return file;
  }

  /** A trust store with the certificate of that key. */
  private static Path trusted(String name, Path key) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(
        "redis",
        KeyStore.getInstance(key.toFile(), PASSWORD.toCharArray()).getCertificate("redis"));
    Path file = home.resolve(name + ".trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}

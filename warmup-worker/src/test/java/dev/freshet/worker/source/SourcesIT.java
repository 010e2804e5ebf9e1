// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.EntryKey;
import dev.freshet.stack.proxy.TcpProxy;
import dev.freshet.testkit.PostgresFixture;
import dev.freshet.worker.source.jdbc.JdbcLoader;
import dev.freshet.worker.source.jdbc.JdbcSource;
import dev.freshet.worker.source.jdbc.Pools;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sources on a real PostgreSQL, from a pool with one connection: what is not given back is missed.
 */
@Timeout(120)
class SourcesIT {
  private static final String URL = PostgresFixture.newDatabase();
  private static final HikariDataSource POOL = Pools.open("payments", URL, null, null, 1);
  private static final JdbcSource SOURCE = JdbcSource.of("payments", POOL);

  @BeforeAll
  static void createPayments() throws SQLException {
    execute(
        """
        create table payments (
          tenant text, user_id bigint, amount numeric(10, 2), paid boolean, share double precision,
          paid_at timestamptz, due date, tags text[], details jsonb, receipt bytea, note text);
        insert into payments
          select 'acme', i, i * 1.5, i % 2 = 0, 0.25, '2026-11-20T12:00:00Z', '2026-11-20',
            array['a', 'b"c'], '{"n": [1, 2]}', '\\x0102', null
          from generate_series(1, 2500) i;
        insert into payments (tenant, user_id) values ('two:"\\{}', 1), ('acme', 2), ('acme', null);
        """);
  }

  @AfterAll
  static void closePool() {
    POOL.close();
  }

  @Test
  void shouldListKeysAndCountThoseBeyond() throws Exception {
    List<Map<String, ?>> rows = new ArrayList<>();

    long beyond =
        SOURCE
            .rows("select tenant, user_id as userId, amount from payments order by user_id")
            .read(List.of("tenant", "userId"), 1_200, rows::add);

    assertEquals(1_200, rows.size());
    assertEquals(Map.of("tenant", "acme", "userId", 1_198L), rows.get(1_199));
    assertEquals(2_503 - 1_200, beyond);
  }

  @Test
  void shouldHandOnRowsWithoutWhatIsNull() throws Exception {
    List<Map<String, ?>> rows = new ArrayList<>();

    long beyond =
        SOURCE
            .rows("select user_id as \"userId\", tenant from payments where user_id is null")
            .read(List.of("tenant", "userId"), 10, rows::add);

    assertEquals(List.of(Map.of("tenant", "acme")), rows);
    assertEquals(0, beyond);
  }

  @Test
  void shouldNotReadAMillionRowsToCountThem() throws Exception {
    List<Map<String, ?>> rows = new ArrayList<>();

    long beyond =
        SOURCE
            .rows("select i as id from generate_series(1, 1000000) i")
            .read(List.of("id"), 3, rows::add);

    assertEquals(3, rows.size());
    assertEquals(KeyRows.MOST_COUNTED, beyond);
  }

  @Test
  void shouldSayWhichColumnsAreMissing() {
    assertEquals(
        "data source payments: found the columns [user_id, tenant], expected [userId, tenant]",
        refusal("select user_id, tenant from payments", "userId", "tenant"));
  }

  @Test
  void shouldSayWhatTheDatabaseRefuses() {
    assertEquals(
        "data source payments: the database says 42P01, ERROR: relation \"nothing\" does not exist",
        refusal("select id from nothing", "id"));
    assertEquals(
        "data source payments: the database says 25006,"
            + " ERROR: cannot execute SELECT in a read-only transaction",
        refusal("with gone as (delete from payments returning user_id) select * from gone", "id"));
  }

  @Test
  void shouldGiveUpAQueryThatHangs() throws Exception {
    KeyRows hung = SOURCE.withTimeout(Duration.ofMillis(300)).rows("select 1 as id, pg_sleep(60)");

    SourceException late =
        assertThrows(SourceException.class, () -> hung.read(List.of("id"), 10, row -> {}));

    assertEquals("data source payments: not done within PT0.3S", late.getMessage());
    // The one connection is free again, and the server stops, soon if not at once.
    await().until(() -> sleepers() == 0);
  }

  @Test
  void shouldStopForACallerWhoIsInterrupted() throws Exception {
    FutureTask<Long> reading =
        new FutureTask<>(
            () -> SOURCE.rows("select 2 as id, pg_sleep(60)").read(List.of("id"), 10, row -> {}));
    Thread reader = new Thread(reading);
    reader.start();
    try (Connection other = DriverManager.getConnection(URL)) {
      await().until(() -> sleepers(other) == 1);

      reader.interrupt();

      assertTrue(
          assertThrows(ExecutionException.class, () -> reading.get(1, TimeUnit.MINUTES)).getCause()
              instanceof InterruptedException);
      await().until(() -> sleepers(other) == 0);
    }
  }

  @Test
  void shouldCutOffAServerThatIsGone() throws Exception {
    int port = URI.create(URL.substring("jdbc:".length())).getPort();
    try (TcpProxy proxy = TcpProxy.to(port);
        HikariDataSource pool =
            Pools.open("far", URL.replaceFirst("//[^/]+", "//" + proxy.address()), null, null, 1)) {
      JdbcSource far = JdbcSource.of("far", pool);
      JdbcSource impatient = far.withTimeout(Duration.ofMillis(500));
      assertEquals(1, count(far, "select 1 as id"));

      proxy.delay(Duration.ofHours(1));
      assertThrows(SourceException.class, () -> count(impatient, "select 1 as id"));
      await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
      proxy.delay(Duration.ZERO);

      assertEquals(1, count(far, "select 1 as id"));
    }
  }

  @Test
  void shouldGiveConnectionsBackAsTheyWere() throws Exception {
    try (Connection lent = DriverManager.getConnection(URL)) {
      JdbcSource own = JdbcSource.of("own", lending(lent));

      assertEquals(2_503, count(own, "select user_id as id from payments"));

      assertFalse(lent.isReadOnly());
      assertTrue(lent.getAutoCommit());
    }
  }

  @Test
  void shouldLoadOneRowForEachKey() throws Exception {
    JdbcLoader<byte[]> loader =
        JdbcLoader.json(
            SOURCE,
            "payments",
            "select user_id, paid from payments where user_id = :userId and amount > 0");

    Map<EntryKey, byte[]> values =
        loader.loadAll(Set.of(user("7"), user(8), user("9999"), user(2_500L)));

    assertEquals(
        Map.of(
            user(7), "{'user_id':7,'paid':false}",
            user(8), "{'user_id':8,'paid':true}",
            user(2_500), "{'user_id':2500,'paid':true}"),
        text(values));
  }

  @Test
  void shouldLoadManyKeysAtOnce() throws Exception {
    JdbcLoader<Long> loader =
        JdbcLoader.of(
                SOURCE,
                "payments",
                "select user_id as \"userId\", amount from payments"
                    + " where user_id = any(:userId[]) and amount is not null",
                row -> row.getLong("amount"))
            .limited(1, 400);
    Set<EntryKey> keys =
        IntStream.rangeClosed(1_501, 2_600).mapToObj(SourcesIT::user).collect(Collectors.toSet());

    Map<EntryKey, Long> values = loader.loadAll(keys);

    assertEquals(1_000, values.size());
    assertEquals(2_251L, values.get(user(1_501)));
    assertEquals(3_750L, values.get(user(2_500)));
  }

  @Test
  void shouldLoadManyKeysOfSeveralHoles() throws Exception {
    JdbcLoader<byte[]> loader =
        JdbcLoader.json(
            SOURCE,
            "payments",
            """
            select tenant, user_id as "userId", count(*) as payments from payments
            join unnest(:tenant[]::text[], :userId[]::bigint[]) as k(t, u)
              on tenant = k.t and user_id = k.u
            group by tenant, user_id
            """);

    Map<EntryKey, byte[]> values =
        loader.loadAll(Set.of(user("acme", "2"), user("two:\"\\{}", "1"), user("two:\"\\{}", "2")));

    assertEquals(
        Map.of(
            user("acme", "2"), "{'tenant':'acme','userId':2,'payments':2}",
            user("two:\"\\{}", "1"), "{'tenant':'two:\\\"\\\\{}','userId':1,'payments':1}"),
        text(values));
  }

  /** Keys that come as text have texts in their holes, whatever the columns are. */
  @Test
  void shouldLoadKeysWhoseHolesAreTexts() throws Exception {
    execute("create table carts (id uuid, shop bigint, open boolean)");
    execute("insert into carts values ('6f1b1c9e-3c1e-4b55-9a36-0a5a2f1f5d11', 7, true)");
    EntryKey cart = cart("id", "6f1b1c9e-3c1e-4b55-9a36-0a5a2f1f5d11", "shop", "7");
    EntryKey other = cart("shop", "8", "id", "6f1b1c9e-3c1e-4b55-9a36-0a5a2f1f5d11");
    EntryKey same = cart("shop", "7", "id", "6f1b1c9e-3c1e-4b55-9a36-0a5a2f1f5d11");
    JdbcLoader<byte[]> each =
        JdbcLoader.json(SOURCE, "carts", "select open from carts where id = :id and shop = :shop");
    JdbcLoader<byte[]> all =
        JdbcLoader.json(
            SOURCE,
            "carts",
            "select id, shop, open from carts where id = any(:id[]) and shop = any(:shop[])");

    assertEquals(Map.of(cart, "{'open':true}"), text(each.loadAll(Set.of(cart, other))));
    for (EntryKey key : List.of(cart, same)) {
      Set<EntryKey> both = new LinkedHashSet<>(List.of(other, key));
      assertEquals(Set.of(key), all.loadAll(both).keySet(), "whatever the order of its holes");
    }
  }

  private static EntryKey cart(String hole, String value, String other, String its) {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put(hole, value);
    params.put(other, its);
    return new EntryKey("cart", "cart:" + params.get("id") + ":" + params.get("shop"), params);
  }

  @Test
  void shouldLeaveOutRowsThatNobodyAskedFor() throws Exception {
    JdbcLoader<byte[]> more =
        JdbcLoader.json(
            SOURCE,
            "payments",
            "select user_id as \"userId\" from payments"
                + " where user_id - 1 = any(:userId[]) or user_id = any(:userId[]::bigint[])");

    Map<EntryKey, byte[]> values = more.loadAll(Set.of(user(41)));

    assertEquals(Map.of(user(41), "{'userId':41}"), text(values));
  }

  @Test
  void shouldRefuseRowsThatCannotBeMeant() {
    assertEquals(
        "data source payments: found a second row for payment:2, expected one",
        refusal("select tenant from payments where user_id = :userId", Set.of(user(2))));
    assertEquals(
        "data source payments: found a second row for payment:2, expected one",
        refusal(
            "select user_id as \"userId\" from payments where user_id = any(:userId[])",
            Set.of(user(2), user(3))));
    assertEquals(
        "data source payments: found 2 rows, of which none is of a key that was asked for,"
            + " expected the columns [userId] to have the values of the keys",
        refusal(
            "select user_id || '.0' as \"userId\" from payments where user_id = any(:userId[])",
            Set.of(user(3), user(4))));
    assertEquals(
        "data source payments: found more than 1010 rows for 1 keys",
        refusal(
            "select user_id as \"userId\" from payments where user_id <> all(:userId[])",
            Set.of(user(3))));
    assertEquals(
        "data source payments: found the columns [user_id], expected [userId]",
        refusal("select user_id from payments where user_id = any(:userId[])", Set.of(user(3))));
  }

  @Test
  void shouldMakeJsonOfARow() throws Exception {
    JdbcLoader<byte[]> loader =
        JdbcLoader.json(
            SOURCE,
            "payments",
            "select * from payments where user_id = :userId and tenant = 'acme'");

    Map<EntryKey, byte[]> values = loader.loadAll(Set.of(user(6)));

    assertEquals(
        "{'tenant':'acme','user_id':6,'amount':9.00,'paid':true,'share':0.25,"
            + "'paid_at':'2026-11-20T12:00:00Z','due':'2026-11-20','tags':['a','b\\\"c'],"
            + "'details':{'n': [1, 2]},'receipt':'AQI=','note':null}",
        text(values).get(user(6)));
  }

  private static String refusal(String query, String... columns) {
    return String.valueOf(
        assertThrows(
                SourceException.class,
                () -> SOURCE.rows(query).read(List.of(columns), 10, row -> {}))
            .getMessage());
  }

  private static String refusal(String query, Set<EntryKey> keys) {
    JdbcLoader<byte[]> loader = JdbcLoader.json(SOURCE, "payments", query);
    return String.valueOf(
        assertThrows(SourceException.class, () -> loader.loadAll(keys)).getMessage());
  }

  private static int count(JdbcSource source, String query) throws Exception {
    List<Map<String, ?>> rows = new ArrayList<>();
    long unused = source.rows(query).read(List.of("id"), 10_000, rows::add);
    return rows.size();
  }

  private static EntryKey user(Object id) {
    return new EntryKey("payment", "payment:" + id, Map.of("userId", id));
  }

  private static EntryKey user(String tenant, String id) {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("tenant", tenant);
    params.put("userId", id);
    return new EntryKey("payment", tenant + ":" + id, params);
  }

  /** A pool of one connection that does nothing for it: what is not undone stays. */
  private static DataSource lending(Connection lent) {
    Connection unclosed =
        proxy(
            Connection.class,
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(lent, arguments));
    return proxy(DataSource.class, (proxy, method, arguments) -> unclosed);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(SourcesIT.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Values as text, with ' for ". */
  private static Map<EntryKey, String> text(Map<EntryKey, byte[]> values) {
    Map<EntryKey, String> texts = new HashMap<>();
    values.forEach(
        (key, value) ->
            texts.put(
                key, new String(value, StandardCharsets.UTF_8).replaceAll("(?<!\\\\)\"", "'")));
    return texts;
  }

  private static int sleepers() throws SQLException {
    try (Connection connection = POOL.getConnection()) {
      return sleepers(connection);
    }
  }

  private static int sleepers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where state = 'active'"
                    + " and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()")) {
      assertTrue(count.next());
      return count.getInt(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

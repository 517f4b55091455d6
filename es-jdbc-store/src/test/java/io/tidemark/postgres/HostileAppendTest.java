package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A role that may execute {@code append} and nothing else, and passes whatever it likes: the log
 * stays 1..N and readable.
 */
class HostileAppendTest {
  private static final String UUID = "00000000-0000-0000-0000-000000000001";

  private TestDatabase database;
  private HikariDataSource ownersConnections;
  private HikariDataSource hostileConnections;
  private Jdbc owner;
  private Jdbc hostile;
  private String role;

  @BeforeEach
  void createRole() {
    database = LogDatabase.create();
    ownersConnections = connections(database.user(), database.password());
    owner = new Jdbc(ownersConnections);
    PostgresMigrations.migrate(database.dataSource(), "tidemark");
    role = "hostile_" + database.name();
    owner.update("create role " + role + " login password 'hostile'");
    owner.update("grant usage on schema tidemark to " + role);
    owner.update("grant execute on all functions in schema tidemark to " + role);
    hostileConnections = connections(role, "hostile");
    hostile = new Jdbc(hostileConnections);
  }

  /** Kept ones: hundreds of calls would else spend their time logging in. */
  private HikariDataSource connections(String user, String password) {
    HikariDataSource connections = new HikariDataSource();
    connections.setJdbcUrl(database.jdbcUrl());
    connections.setUsername(user);
    connections.setPassword(password);
    connections.setMaximumPoolSize(2);
    return connections;
  }

  @AfterEach
  void dropRole() {
    hostileConnections.close();
    owner.update("drop owned by " + role);
    owner.update("drop role " + role);
    ownersConnections.close();
    database.close();
  }

  private static final List<String> MISFITS =
      List.of(
          // two requests, the first of which is refused and would shift the second
          "array[1,2], array[7,0]::bigint[], array[-100,1], array[2]",
          "array[1,2], array[7,0]::bigint[], array[5000,1], array[2]",
          "array[1,2], array[7,0]::bigint[], array[-2147483000,1], array[2]",
          "array[1,2], array[0,0]::bigint[], array[0,1], array[2]",
          "array[1,2], array[0,0]::bigint[], array[2,1], array[2]",
          "array[1,2], array[0,0]::bigint[], array[null,1], array[2]",
          "array[1], array[0]::bigint[], array[2147483647], array[1]",
          "array[1], array[0]::bigint[], array[2], array[1]",
          "array[3], array[0]::bigint[], array[1], array[1]",
          "array[0], array[0]::bigint[], array[1], array[1]",
          "array[null]::int[], array[0]::bigint[], array[1], array[1]",
          "array[1], array[null]::bigint[], array[1], array[1]",
          "array[1], array[-3]::bigint[], array[1], array[1]",
          "array[1], array[0]::bigint[], array[1], array[2]",
          "array[1], array[0]::bigint[], array[1], array[null]::int[]",
          "array[1], array[0]::bigint[], array[1], null",
          "null, array[0]::bigint[], array[1], array[1]",
          "array[1,1], array[0]::bigint[], array[1], array[1]",
          "'[0:0]={1}', array[0]::bigint[], array[1], array[1]",
          "array[[1]], array[0]::bigint[], array[1], array[1]",
          "'{}', '{}', '{}', array[1]");

  @Test
  void counts_and_numbers_that_do_not_fit_are_refused() {
    for (String requests : MISFITS) {
      String sql =
          "select tidemark.append(array['a','b'], array['1','2'], "
              + requests
              + ", array[gen_random_uuid()], array['T'], array['{}'], array['{}'], array[0]::bigint[])";
      assertRefused(sql);
    }
    assertThat(readers()).isEmpty();
  }

  @Test
  void an_event_under_another_request_than_its_own_is_refused() {
    String sql =
        "select tidemark.append(array['a','b'], array['1','2'], array[1,2], array[0,0]::bigint[], array[1,1],"
            + " array[%s], array[gen_random_uuid(), gen_random_uuid()], array['T','T'], array['{}','{}'],"
            + " array['{}','{}'], array[0,0]::bigint[])";
    for (String swapped : List.of("2,1", "1,1", "2,2", "1,3")) {
      assertThatThrownBy(() -> hostile.query(sql.formatted(swapped), row -> 1))
          .hasMessageContaining("Cannot append: expected 2 events that can be read")
          .hasMessageContaining("{" + swapped + "}");
    }
    hostile.query(sql.formatted("1,2"), row -> 1);
    assertThat(readers()).hasSize(2);
  }

  private static final List<String> UNREADABLE =
      List.of(
          "'no-category', '1', -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "'', '1', -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "repeat('c', 101), '1', -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "'a', '', -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "'a', repeat('k', 401), -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "'a', '1', -1, '" + UUID + "', '', '{}', '{}', 0",
          "'a', '1', -1, '" + UUID + "', repeat('t', 201), '{}', '{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '', '{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '\"' || repeat('x', 16777216) || '\"', '{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', 'no JSON', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '[]', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{\"a\":[\"x\"]}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{\"a\":[]}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{oops}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{}x{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{\"a\":1}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{\"a\":\"\\u0000\"}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{}', 253402300800000000",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{}', -62135596800000001",
          "null, '1', -1, '" + UUID + "', 'T', '{}', '{}', 0",
          "'a', '1', null, '" + UUID + "', 'T', '{}', '{}', 0",
          "'a', '1', -1, null, 'T', '{}', '{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', null, '{}', 0",
          "'a', '1', -1, '" + UUID + "', 'T', '{}', '{}', null");

  @Test
  void what_no_reader_survives_is_refused() {
    for (String event : UNREADABLE) {
      assertRefused("select tidemark.append_one(" + event + ")");
    }
    assertThat(readers()).isEmpty();
  }

  @Test
  void metadata_that_the_functions_let_in_can_be_read() {
    for (String metadata :
        List.of(
            "'{\"a\":1,\"a\":\"x\"}'",
            "'{\"a\":[{}],\"a\":\"x\"}'",
            "'{\"' || repeat('k', 60000) || '\":\"x\"}'",
            "'{\"\":\"x\"}'",
            "' { } '")) {
      hostile.query(
          "select tidemark.append_one('a','1',-1,gen_random_uuid(),'T','{}'," + metadata + ",0)",
          row -> row.text(1));
    }
    assertThat(readers()).hasSize(5).allMatch(read -> read.metadata().asMap().size() <= 1);
  }

  @Test
  void who_may_create_in_the_schema_gets_no_rights_of_the_owner() {
    owner.update("grant create on schema tidemark to " + role);
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      EventData paid = EventData.of("Paid", "{\"amount\":10}");
      store.append(StreamId.of("account", "1"), ExpectedVersion.any(), List.of(paid));
      hostile.update(
          "create function tidemark.cardinality(text[]) returns int language plpgsql as $$ begin"
              + " update tidemark.events set data = '1000000' where position = 1;"
              + " return pg_catalog.cardinality($1); end $$");
      hostile.update(
          "create function tidemark.append_one(varchar, varchar, bigint, uuid, varchar, varchar,"
              + " varchar, bigint, out outcome \"char\", out first_version bigint,"
              + " out first_position bigint)"
              + " language sql as $$ select 'A'::\"char\", 1::bigint, 1::bigint $$");

      StreamId stream = StreamId.of("account", "2");
      List<EventData> two = List.of(EventData.of("A", "{}"), EventData.of("B", "{}"));
      store.append(stream, ExpectedVersion.any(), two);
      EventData one = EventData.of("C", "{}");
      assertThat(store.append(stream, ExpectedVersion.any(), List.of(one)).lastPosition())
          .isEqualTo(4);

      assertThat(store.event(1).orElseThrow().data()).isEqualTo(paid.data());
      assertThat(store.head()).isEqualTo(4);
    }
  }

  @Test
  void the_longest_names_that_java_takes_pass() {
    StreamId stream = StreamId.of("😀".repeat(100), "😀".repeat(400));
    EventData event = EventData.of("😀".repeat(200), "{}");
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(stream, ExpectedVersion.noStream(), List.of(event));
      store.append(
          stream,
          ExpectedVersion.exactly(1),
          List.of(EventData.of("T", "{}"), EventData.of("T", "1")));
    }
    assertThat(readers()).hasSize(3).allMatch(read -> read.stream().equals(stream));
  }

  @Test
  void whatever_is_passed_the_log_stays_without_a_hole() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int stored = 0;
    for (int n = 0; n < 400; n++) {
      String sql = randomCall(random);
      try {
        hostile.query(sql, row -> 1);
        stored++;
      } catch (TidemarkException refused) {
        // what is asked is only what became of the log
      }
      long count = new LogAssertions(ownersConnections).assertIntact().count();
      long fromOne =
          owner
              .first(
                  "select count(*) from tidemark.events where position < 1", row -> row.integer(1))
              .orElseThrow();
      assertThat(fromOne).as("seed %d, %s", seed, sql).isZero();
      if (n % 50 == 0) {
        assertThat(readers()).as("seed %d, %s", seed, sql).hasSize((int) count);
      }
    }
    assertThat(stored).as("calls that went through, seed %d", seed).isPositive();
  }

  /** A call that is right more often than not, with one or two things in it that may be wrong. */
  private static String randomCall(Random random) {
    int requests = 1 + random.nextInt(4);
    List<String> streams = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (int r = 1; r <= requests; r++) {
      int count = 1 + random.nextInt(3);
      streams.add(odd(random, String.valueOf(1 + random.nextInt(2)), "0", "3", "-1", "null"));
      expected.add(odd(random, random.nextBoolean() ? "-1" : "0", "-2", "7", "-9", "null"));
      counts.add(
          odd(random, "" + count, "0", "-1", "-100", "5000", "2147483647", "-2147483648", "null"));
      owners.addAll(Collections.nCopies(count, String.valueOf(r)));
    }
    owners.replaceAll(owner -> odd(random, owner, "1", "2", "0", "9", "null"));
    int events = owners.size();
    return "select * from tidemark.append("
        + String.join(
            ", ",
            array(
                random,
                "text",
                2,
                () -> odd(random, "'c" + random.nextInt(3) + "'", "''", "'a-b'", "null")),
            array(random, "text", 2, () -> odd(random, "'k'", "''", "null")),
            array(random, "int", streams),
            array(random, "bigint", expected),
            array(random, "int", counts),
            array(random, "int", owners),
            array(
                random,
                "uuid",
                events,
                () -> odd(random, "gen_random_uuid()", "'" + UUID + "'", "null")),
            array(random, "text", events, () -> odd(random, "'T'", "''", "null")),
            array(random, "text", events, () -> odd(random, "'{}'", "''", "'{'", "null")),
            array(random, "text", events, () -> odd(random, "'{}'", "''", "'[]'", "null")),
            array(random, "bigint", events, () -> odd(random, "0", "9223372036854775807", "null")))
        + tags(random, events)
        + groups(random, requests)
        + items(random, requests)
        + ")";
  }

  private static String tags(Random random, int events) {
    String tags = "'{a,\"b:%d\"}'".formatted(random.nextInt(3));
    Supplier<String> element =
        () ->
            random.nextBoolean()
                ? "null"
                : odd(
                    random, tags, "'{}'", "'{a,a}'", "'{{a},{b}}'", "'{null}'", "'{\"\"}'", "'x'");
    return random.nextBoolean() ? "" : ", event_tags => " + array(random, "text", events, element);
  }

  private static String groups(Random random, int requests) {
    int group = 1 + random.nextInt(3);
    Supplier<String> element =
        () -> odd(random, "" + group, "" + (1 + random.nextInt(3)), "-7", "null");
    return random.nextBoolean()
        ? ""
        : ", request_groups => " + array(random, "int", requests, element);
  }

  private static String items(Random random, int requests) {
    if (random.nextBoolean()) {
      return "";
    }
    Supplier<String> tags = () -> odd(random, "'{a}'", "'{}'", "'{a,c}'", "'{{a}}'", "'{'", "null");
    Supplier<String> types = () -> odd(random, "null", "'{T}'", "'{}'", "'{U,null}'");
    return ", item_requests => %s, item_after => %s, item_types => %s, item_tags => %s"
        .formatted(
            array(random, "int", 1, () -> odd(random, "" + requests, "0", "9", "null")),
            array(random, "bigint", 1, () -> odd(random, "0", "-1", "99999", "null")),
            array(random, "text", 1, types),
            array(random, "text", 1, tags));
  }

  private static String odd(Random random, String right, String... wrong) {
    return random.nextInt(20) > 0 ? right : wrong[random.nextInt(wrong.length)];
  }

  private static String array(Random random, String type, int size, Supplier<String> element) {
    return array(random, type, IntStream.range(0, size).mapToObj(n -> element.get()).toList());
  }

  private static String array(Random random, String type, List<String> elements) {
    String all = String.join(",", elements);
    return switch (random.nextInt(60)) {
      case 0 -> "null";
      case 1 -> "array[" + all + "," + elements.get(0) + "]::" + type + "[]";
      case 2 -> "array[[" + all + "]]::" + type + "[]";
      case 3 -> "(array[" + all + "]::" + type + "[])[2:]";
      default -> "array[" + all + "]::" + type + "[]";
    };
  }

  private void assertRefused(String sql) {
    assertThatThrownBy(() -> hostile.query(sql, row -> 1))
        .as(sql)
        .isInstanceOf(TidemarkException.class);
  }

  private List<RecordedEvent> readers() {
    try (PostgresEventStore store =
            PostgresEventStore.builder(ownersConnections).withoutMigration().build();
        Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      List<RecordedEvent> read = events.toList();
      read.forEach(event -> assertThat(event.metadata().asMap()).isNotNull());
      return read;
    }
  }
}

package io.tidemark.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Tuple;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.reaction.Reaction;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.QueryOptions;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.window.Window;
import io.tidemark.window.WindowKey;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlQueriesTest {
  private static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);
  private static final String MINUTES =
      "CREATE VIEW minutes WITH ('delay' = '10 s') AS SELECT window_start, COUNT(*) AS n"
          + " FROM TABLE(TUMBLE(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))"
          + " GROUP BY window_start, window_end";

  private final TestDatabase database = TestDatabase.create();
  private final PostgresEventStore store =
      PostgresEventStore.builder(database.dataSource()).build();
  private final PostgresProjections projections = PostgresProjections.of(store);

  sealed interface Event {}

  record Paid(String customer, long cents) implements Event {}

  record Noted(String text) implements Event {}

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  /** Made anew, as another process would. */
  private SqlQueries sql() {
    return SqlQueries.of(projections).types("till", CODEC, Event.class).build();
  }

  private void append(String time, Event event) {
    store.append(
        new StreamId("till", "1"),
        ExpectedVersion.any(),
        List.of(
            CODEC.encode(
                event, Metadata.empty(), Instant.parse("2026-03-01T%sZ".formatted(time)))));
  }

  @Test
  void rows_of_a_query_are_reacted_to_once() {
    append("10:00:00", new Paid("ada", 100));
    append("10:00:30", new Paid("bob", 200));
    append("10:01:10", new Paid("cat", 300));
    sql().create(MINUTES);
    Projection<UUID, Tuple> alerting =
        Reaction.to(sql().projection("minutes"))
            .when(row -> ((Long) row.get(2)) > 1)
            .append("alert", row -> "1", row -> new Noted("busy at " + row.get(1)), CODEC)
            .projection();

    projections.catchUp(alerting);
    Replays.of(projections).rebuild(alerting, progress -> {});

    assertThat(store.head()).isEqualTo(4);
    assertThat(store.event(4).orElseThrow().data()).contains("busy at 2026-03-01T10:00:00Z");
    assertThat(sql().rows("minutes").rows())
        .containsExactly(Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 2L));
  }

  @Test
  void a_total_over_no_events_is_one_row() {
    String total = "SELECT COUNT(*) AS n, SUM(cents) AS total, MAX(customer) AS last FROM paid";
    Tuple nothing = Tuple.of(0L, null, null);

    assertThat(sql().select(total, AsOf.latest()).rows()).containsExactly(nothing);
    assertThat(sql().select("SELECT n + 1 FROM (" + total + ")", AsOf.latest()).rows())
        .containsExactly(Tuple.of(1L));
    assertThat(sql().select(total + " GROUP BY customer", AsOf.latest()).rows()).isEmpty();

    append("10:00:00", new Paid("ada", 100));
    assertThat(sql().select(total, AsOf.position(0)).rows()).containsExactly(nothing);
    assertThat(sql().select(total, AsOf.latest()).rows())
        .containsExactly(Tuple.of(1L, 100L, "ada"));
  }

  @Test
  void a_query_is_kept_run_asked_changed_beside_its_rows_and_dropped() {
    append("10:00:00", new Paid("ada", 100));
    append("10:01:10", new Paid("bob", 200));
    SqlQuery created = sql().create(MINUTES);
    assertThat(sql().list()).containsExactly(created);
    assertThat(sql().rows("minutes").rows()).isEmpty();

    projections.catchUp(sql().projection("minutes"));
    Tuple ten = Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 1L);
    assertThat(sql().rows("minutes").rows()).containsExactly(ten);
    append("10:00:59", new Paid("late", 1));
    projections.catchUp(sql().projection("minutes"));
    assertThat(sql().rows("minutes").rows())
        .containsExactly(Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 2L));
    assertThat(sql().rows("minutes", AsOf.position(2)).rows()).containsExactly(ten);

    sql().change(MINUTES.replace("1' MINUTE", "30' SECOND"));
    assertThatThrownBy(() -> projections.catchUp(sql().projection("minutes")))
        .hasRootCauseInstanceOf(ProjectionChangedException.class);
    Replays.of(projections)
        .rebuild(sql().projection("minutes"), RebuildOptions.defaults(), progress -> {});
    assertThat(sql().rows("minutes").rows())
        .containsExactly(
            Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 1L),
            Tuple.of(Instant.parse("2026-03-01T10:00:30Z"), 1L));

    sql().drop("minutes");
    assertThat(sql().list()).isEmpty();
    assertThatThrownBy(() -> sql().rows("minutes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown query minutes: expected one of []");
    sql().create(MINUTES);
    assertThat(sql().rows("minutes").rows()).isEmpty();
  }

  @Test
  void rows_are_found_by_what_tells_them_apart() {
    append("10:00:00", new Paid("ada", 100));
    append("10:00:01", new Paid("bob", 200));
    append("10:01:10", new Paid("ada", 300));
    sql().create(MINUTES);
    sql().create("CREATE VIEW names AS SELECT NULLIF(customer, 'bob') AS name FROM paid");
    Projection<UUID, Tuple> names = sql().projection("names");
    projections.catchUp(names);
    projections.catchUp(sql().projection("minutes"));

    assertThat(sql().rowsOf("minutes", AsOf.latest(), "2026-03-01T10:00:00Z").rows())
        .containsExactly(Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 2L));
    assertThat(sql().rowsOf("names", AsOf.latest(), "ada").rows())
        .containsExactly(Tuple.of("ada"), Tuple.of("ada"));
    assertThat(sql().rowsOf("names", AsOf.position(1), "ada").rows()).hasSize(1);
    assertThat(sql().rowsOf("names", AsOf.latest(), "").rows())
        .containsExactly(Tuple.of(new Object[] {null}));
    assertThat(sql().rowsOf("names", AsOf.latest(), "bob").rows()).isEmpty();
    assertThat(ReadModels.of(projections).of(names).find(names.parseKey("ada"))).isPresent();
    assertThat(sql().rows("names", AsOf.latest(), 1).rows()).containsExactly(Tuple.of("ada"));
    assertThat(sql().rows("names", AsOf.latest(), 3).rows())
        .containsExactly(Tuple.of("ada"), Tuple.of("ada"), Tuple.of(new Object[] {null}));
  }

  @Test
  void a_long_answer_tells_how_far_it_is_and_changes_add_up_to_it() {
    String customers = "SELECT customer FROM paid";
    append("10:00:00", new Paid("ada", 100));
    append("10:00:01", new Noted("of another table"));
    append("10:00:02", new Paid("ada", 200));
    append("10:00:03", new Paid("bob", 300));
    List<Long> positions = new ArrayList<>();
    AddedUpRows added = new AddedUpRows(List.of());

    SqlRows answer = sql().select(customers, AsOf.latest(), positions::add);
    sql().follow(customers, QueryOptions.NONE, added, () -> added.rows().position() == 4);

    assertThat(positions).containsExactly(1L, 2L, 3L, 4L);
    assertThat(added.rows().rows())
        .isEqualTo(answer.rows())
        .containsExactly(Tuple.of("ada"), Tuple.of("ada"), Tuple.of("bob"));
    added.accept(new SqlChange(5, List.of(Tuple.of("ada"), Tuple.of("bob")), List.of()));
    assertThat(added.rows().rows()).containsExactly(Tuple.of("ada"));
    assertThat(added.rows().position()).isEqualTo(5);
  }

  @Test
  void time_goes_on_with_the_events_of_the_tables_that_a_statement_names() {
    sql().create(MINUTES);
    append("10:00:00", new Paid("ada", 100));
    append("11:00:00", new Noted("no row of the table"));
    projections.catchUp(sql().projection("minutes"));
    assertThat(sql().rows("minutes").rows()).isEmpty();

    append("10:01:10", new Paid("bob", 200));
    projections.catchUp(sql().projection("minutes"));
    assertThat(sql().rows("minutes").rows()).hasSize(1);
  }

  @Test
  void windows_that_ended_long_ago_go_and_leave_no_state() {
    sql().create(MINUTES.replace("'10 s'", "'10 s', 'retention' = '2 min'"));
    for (int minute = 10; minute < 60; minute++) {
      append("10:%d:30".formatted(minute), new Paid("ada", 100));
    }
    projections.catchUp(sql().projection("minutes"));
    append("10:10:30", new Paid("too late", 1));
    append("10:57:30", new Paid("late", 1));
    projections.catchUp(sql().projection("minutes"));

    assertThat(sql().rows("minutes").rows())
        .containsExactly(
            Tuple.of(Instant.parse("2026-03-01T10:57:00Z"), 2L),
            Tuple.of(Instant.parse("2026-03-01T10:58:00Z"), 1L));
    assertThat(sql().rows("minutes", AsOf.position(3)).rows())
        .extracting(row -> row.get(0))
        .containsExactly(
            Instant.parse("2026-03-01T10:10:00Z"), Instant.parse("2026-03-01T10:11:00Z"));
    assertThat(
            projections
                .schema()
                .jdbc()
                .first(
                    "select count(*) from %s.minutes_state".formatted(store.schema()),
                    row -> row.integer(1)))
        .as("three windows, one of which is open, their group, and the time")
        .contains(5L);
  }

  record Stretch(String of, Instant begins, Instant ends, long n) {}

  record Hour(String of, Instant begins, Instant ends, long n, long most) {}

  /** Each at every position, and at last as windows that are cut at once. */
  @Test
  void windows_over_windows_are_what_coarser_windows_of_finer_ones_are_in_code() {
    sql()
        .create(
            """
            CREATE VIEW hours WITH ('delay' = '10 s') AS
            WITH minutes AS (
              SELECT window_start, window_end, COUNT(*) AS n
              FROM TABLE(TUMBLE(TABLE paid, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))
              GROUP BY window_start, window_end)
            SELECT window_start, SUM(n) AS n, MAX(n) AS most
            FROM TABLE(TUMBLE(TABLE minutes, DESCRIPTOR(window_time), INTERVAL '1' HOUR))
            GROUP BY window_start, window_end""");
    Window minute = Window.tumbling(Duration.ofMinutes(1)).whenClosed(Duration.ofSeconds(10));
    Window hour = Window.tumbling(Duration.ofHours(1)).whenClosed(Duration.ofSeconds(10));
    Projection<WindowKey<String>, Hour> coarser =
        Windows.named("coarser", Hour.class, Hour::of)
            .from(stretches("finer", minute))
            .keyedBy(Stretch::of)
            .over(hour)
            .accumulate(Hour::n, Accumulators.sumOfLongs(Stretch::n))
            .accumulate(Hour::most, Accumulators.max(Stretch::n))
            .projection()
            .withHistory();
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      int second = Math.max(0, i * 240 + random.nextInt(4_000) - 2_000);
      append("%tT".formatted(LocalTime.ofSecondOfDay(36_000 + second)), new Paid("ada", 1));
    }
    projections.catchUp(sql().projection("hours"));
    projections.catchUp(coarser);

    ReadModels asking = ReadModels.of(projections);
    for (long position = 1; position <= store.head(); position++) {
      assertThat(sql().rows("hours", AsOf.position(position)).rows())
          .as("at %d", position)
          .containsExactlyElementsOf(
              asking.of(coarser).asOf(AsOf.position(position)).findAll().stream()
                  .map(row -> Tuple.of(row.begins(), row.n(), row.most()))
                  .toList());
    }
    append("20:00:00", new Paid("closes all", 1));
    projections.catchUp(coarser);
    Projection<WindowKey<String>, Stretch> direct = stretches("direct", hour);
    projections.catchUp(direct);
    assertThat(asking.of(coarser).findAll())
        .hasSizeGreaterThan(2)
        .extracting(row -> new Stretch(row.of(), row.begins(), row.ends(), row.n()))
        .containsExactlyElementsOf(asking.of(direct).findAll());
  }

  private static Projection<WindowKey<String>, Stretch> stretches(String name, Window window) {
    return Windows.named(name, Stretch.class, Stretch::of)
        .from("till", CODEC)
        .ofTypes("Paid")
        .keyedBy((event, recorded) -> "all")
        .over(window)
        .accumulate(Stretch::n, Accumulators.count())
        .projection();
  }

  @Test
  void a_query_with_an_idle_time_closes_its_last_window_where_it_was_quiet() throws Exception {
    sql().create(MINUTES.replace("'10 s'", "'10 s', 'idle' = '30 ms'"));
    append("10:00:00", new Paid("ada", 100));
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(sql().subscriber("minutes")).build()) {
      runner.start();
      Processes.await("tick", () -> sql().rows("minutes").rows().size() == 1);
    }
    append("10:00:01", new Paid("late", 100));
    projections.catchUp(sql().projection("minutes"));

    Instant ten = Instant.parse("2026-03-01T10:00:00Z");
    for (int pass = 0; pass < 2; pass++) {
      assertThat(sql().rows("minutes").rows()).containsExactly(Tuple.of(ten, 2L));
      assertThat(sql().rows("minutes", AsOf.position(1)).rows()).containsExactly(Tuple.of(ten, 1L));
      Replays.of(projections)
          .rebuild(sql().projection("minutes"), RebuildOptions.defaults(), progress -> {});
    }

    sql().drop("minutes");
    assertThat(projections.ticks().between("minutes", 0, Long.MAX_VALUE)).isEmpty();
    QueryOptions idle =
        new QueryOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofSeconds(1)),
            Optional.empty());
    assertThatThrownBy(
            () -> sql().follow("SELECT COUNT(*) AS n FROM paid", idle, change -> {}, () -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idle time");
  }

  /** The row has changed by the event of the same position already. */
  @Test
  void what_is_counted_of_closed_windows_goes_on_with_the_time_too() throws Exception {
    sql()
        .create(
            "CREATE VIEW closed WITH ('idle' = '30 ms') AS SELECT COUNT(*) AS n FROM (%s) AS w"
                .formatted(MINUTES.substring(MINUTES.indexOf("SELECT"))));
    append("10:00:00", new Paid("ada", 100));
    append("10:01:10", new Paid("bob", 100));
    projections.catchUp(sql().projection("closed"));
    assertThat(sql().rows("closed").rows()).containsExactly(Tuple.of(1L));
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(sql().subscriber("closed")).build()) {
      runner.start();
      Processes.await("tick", () -> sql().rows("closed").rows().equals(List.of(Tuple.of(2L))));
    }
    assertThat(sql().rows("closed", AsOf.position(1)).rows()).containsExactly(Tuple.of(0L));
    assertThat(Replays.of(projections).verify(sql().projection("closed")).isClean()).isTrue();
  }

  @Test
  void rows_that_nothing_tells_apart_are_counted_and_shown_as_often() {
    sql()
        .create("CREATE VIEW buyers AS SELECT customer FROM paid UNION ALL SELECT text FROM noted");
    append("10:00:00", new Paid("ada", 1));
    append("10:00:00", new Paid("ada", 2));
    append("10:00:00", new Noted("ada"));
    append("10:00:00", new Paid("bob", 3));
    projections.catchUp(sql().projection("buyers"));

    assertThat(sql().rows("buyers").rows())
        .containsExactly(Tuple.of("ada"), Tuple.of("ada"), Tuple.of("ada"), Tuple.of("bob"));
    assertThat(sql().rows("buyers", AsOf.position(2)).rows())
        .containsExactly(Tuple.of("ada"), Tuple.of("ada"));
  }

  @Test
  void a_total_over_everything_is_there_before_the_first_event() {
    String total = "SELECT COUNT(*) AS n FROM paid";
    assertThat(sql().select(total, AsOf.latest()).rows()).containsExactly(Tuple.of(0L));
    append("10:00:00", new Paid("ada", 1));

    List<SqlChange> changes = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    sql().follow(total, QueryOptions.NONE, changes::add, () -> looks.incrementAndGet() > 2);
    assertThat(changes)
        .containsExactly(
            new SqlChange(0, List.of(), List.of(Tuple.of(0L))),
            new SqlChange(1, List.of(Tuple.of(0L)), List.of(Tuple.of(1L))));
  }

  @Test
  void windows_of_a_statement_that_is_followed_can_be_retained_for_a_time_too() {
    append("10:00:00", new Paid("ada", 1));
    append("10:02:00", new Paid("ada", 1));
    List<SqlChange> changes = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    sql()
        .follow(
            MINUTES.substring(MINUTES.indexOf("SELECT")),
            new QueryOptions(
                Optional.empty(),
                Optional.of(Emission.ALWAYS),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(1))),
            changes::add,
            () -> looks.incrementAndGet() > 3);

    Tuple ten = Tuple.of(Instant.parse("2026-03-01T10:00:00Z"), 1L);
    Tuple two = Tuple.of(Instant.parse("2026-03-01T10:02:00Z"), 1L);
    assertThat(changes)
        .containsExactly(
            new SqlChange(1, List.of(), List.of(ten)),
            new SqlChange(2, List.of(ten), List.of(two)));
  }

  @Test
  void what_cannot_be_kept_is_refused() {
    sql().create(MINUTES);
    assertThatThrownBy(() -> sql().create(MINUTES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Cannot create query minutes: expected a name that no other query has");
    assertThatThrownBy(() -> sql().create("SELECT customer FROM paid"))
        .hasMessageContaining("expected CREATE VIEW name AS SELECT");
    assertThatThrownBy(() -> sql().create("CREATE VIEW x AS SELECT customer, cents + 1 FROM paid"))
        .hasMessageContaining("give it one with AS");
    assertThatThrownBy(() -> sql().select(MINUTES, AsOf.latest()))
        .hasMessageContaining("expected SELECT ..., actual CREATE VIEW minutes");
    assertThat(sql().list()).hasSize(1);
  }

  @Test
  void rows_and_the_position_that_they_are_told_with_are_of_one_moment() throws Exception {
    sql().create("CREATE VIEW paid_so_far AS SELECT COUNT(*) AS n FROM paid");
    int payments = 400;
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(sql().subscriber("paid_so_far")).build()) {
      runner.start();
      Thread till =
          new Thread(
              () -> {
                for (int i = 0; i < payments; i++) {
                  append("10:00:00", new Paid("ada", 1));
                }
              });
      till.start();

      SqlRows asked;
      do {
        asked = sql().rows("paid_so_far");

        assertThat(asked.position() == 0 ? List.of() : asked.rows())
            .isEqualTo(asked.position() == 0 ? List.of() : List.of(Tuple.of(asked.position())));
      } while (asked.position() < payments);
      till.join();
    }
  }

  @Test
  void a_sum_that_does_not_fit_is_told_by_query_position_and_column_and_stops_that_query_only() {
    sql()
        .create(
            "CREATE VIEW takings AS SELECT customer, SUM(cents) AS total FROM paid GROUP BY customer");
    sql().create("CREATE VIEW customers AS SELECT DISTINCT customer FROM paid");
    append("10:00:00", new Paid("ada", Long.MAX_VALUE));
    append("10:00:01", new Paid("ada", 1));

    assertThatThrownBy(() -> projections.catchUp(sql().projection("takings")))
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContainingAll(
            "takings", "position 2", "SUM(cents)", "expected a sum of at most 64 bits", "775808");
    projections.catchUp(sql().projection("customers"));
    assertThat(sql().rows("customers").position()).isEqualTo(2);
    assertThat(sql().rows("takings").rows()).containsExactly(Tuple.of("ada", Long.MAX_VALUE));
  }
}

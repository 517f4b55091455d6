package io.tidemark.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.QueryOptions;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List.of(CODEC.encode(event, Metadata.empty(), Instant.parse("2026-03-01T" + time + "Z"))));
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
        new QueryOptions(Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(1)));
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
}

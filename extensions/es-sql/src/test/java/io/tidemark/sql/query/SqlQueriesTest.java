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
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.reaction.Reaction;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.sql.QueryOptions;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        List.of(CODEC.encode(event, Metadata.empty(), Instant.parse("2026-03-01T" + time + "Z"))));
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

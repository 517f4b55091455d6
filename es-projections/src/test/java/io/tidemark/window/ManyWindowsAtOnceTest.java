package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time that goes on over very many windows: one event closes them all. */
class ManyWindowsAtOnceTest {
  private static final EventCodec<Event> CODEC = JacksonEventCodec.ofSealed(Event.class);
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final int KEYS = 25_000;
  private static final int EVENTS_OF_APPEND = 5_000;
  private static final int ROWS_OF_STATEMENT = 10_000;

  sealed interface Event {}

  record Seen(int place) implements Event {}

  record Places(int place, Instant from, Instant to, long seen) {}

  private static final Projection<WindowKey<Integer>, Places> MINUTES =
      Windows.named("minutes", Places.class, Places::place)
          .from("sensor", CODEC)
          .keyedBy((event, recorded) -> ((Seen) event).place())
          .over(Window.tumbling(Duration.ofMinutes(1)).whenClosed(Duration.ZERO))
          .accumulate(Places::seen, Accumulators.count())
          .projection();

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  /** So a statement timeout does not hold time up for ever: a single event cannot be halved. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void they_are_written_in_statements_of_a_bounded_size(boolean hasHistory) {
    Projection<WindowKey<Integer>, Places> minutes = hasHistory ? MINUTES.withHistory() : MINUTES;
    for (int from = 0; from < KEYS; from += EVENTS_OF_APPEND) {
      append(TEN, IntStream.range(from, from + EVENTS_OF_APPEND));
    }
    lab.projections().catchUp(minutes);
    countRowsOfStatements("minutes", "insert");
    countRowsOfStatements("minutes_state", "insert");
    countRowsOfStatements("minutes_state", "update");
    countRowsOfStatements("minutes_state", "delete");

    append(TEN.plusSeconds(600), IntStream.of(0)); // closes all
    append(TEN, IntStream.range(0, 2)); // late
    append(TEN.plusSeconds(1_200), IntStream.of(0));
    lab.projections().catchUp(minutes);

    assertThat(lab.asking().of(minutes).count(Filter.all())).isEqualTo(KEYS + 1);
    assertThat(
            lab.jdbc().query("select n from tidemark.statements order by n", row -> row.integer(1)))
        .isNotEmpty()
        .allMatch(n -> n <= ROWS_OF_STATEMENT);
    lab.assertTrueToTheLog(minutes);
  }

  private void append(Instant time, IntStream places) {
    List<EventData> events =
        places.mapToObj(place -> CODEC.encode(new Seen(place), Metadata.empty(), time)).toList();
    lab.store().append(StreamId.of("sensor", "1"), ExpectedVersion.any(), events);
  }

  /** Keeps how many rows each statement touches. */
  private void countRowsOfStatements(String table, String verb) {
    String name = table + "_" + verb;
    lab.jdbc().update("create table if not exists tidemark.statements (n bigint not null)");
    lab.jdbc()
        .update(
            """
            create function tidemark.%s() returns trigger language plpgsql as
            'begin insert into tidemark.statements select count(*) from touched; return null; end'
            """
                .formatted(name));
    lab.jdbc()
        .update(
            "create trigger %s after %s on tidemark.%s referencing %s table as touched for each statement execute function tidemark.%1$s()"
                .formatted(name, verb, table, verb.equals("delete") ? "old" : "new"));
  }
}

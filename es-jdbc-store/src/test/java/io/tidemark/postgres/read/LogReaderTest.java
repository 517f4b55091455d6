package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.UnreadableEventException;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading a log that is not as it should be, or not the same from one moment to the next. */
class LogReaderTest {
  private static final LogQuery ACCOUNTS = LogQuery.all().categories(Set.of("account"));
  private static final StreamId STREAM = StreamId.of("account", "1");

  private TestDatabase database;
  private PostgresEventStore store;
  private Jdbc jdbc;

  @BeforeEach
  void open() {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    jdbc = new Jdbc(database.dataSource());
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void a_server_that_lags_behind_the_end_of_a_read_is_not_taken_for_the_end() {
    append(600);
    for (LogQuery query : List.of(LogQuery.all(), ACCOUNTS)) {
      LogPages pages = new LogPages(jdbc, "tidemark", query, 700);
      assertThatThrownBy(pages::next)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage(
              "Cannot read on behind position 0: expected a server that has the log up to position 700, actual 600");
    }
  }

  @Test
  void a_category_is_never_taken_for_sql() {
    for (String category : List.of("o'clock", "'", "\\", "\\'", "? {fn now()} $1", "ende\\")) {
      StreamId stream = StreamId.of(category, "1");
      store.append(stream, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}")));
      assertThat(store.readAll(LogQuery.all().categories(Set.of(category))))
          .extracting(RecordedEvent::stream)
          .containsExactly(stream);
    }
  }

  @Test
  void a_log_that_is_rewound_between_two_pages_is_not_read_on() {
    append(600);
    for (LogQuery query : List.of(LogQuery.all(), ACCOUNTS)) {
      LogPages pages = new LogPages(jdbc, "tidemark", query, 600);
      assertThat(pages.next()).hasSize(250);
      jdbc.update("delete from tidemark.events where position >= 250");
      append(351);

      assertThatThrownBy(pages::next)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("The log was rewound while it was read: expected event ");
    }
  }

  @Test
  void a_batch_without_a_filter_finds_a_missing_position_wherever_it_is() {
    append(5);
    jdbc.update("delete from tidemark.events where position = 3");

    assertThatThrownBy(() -> store.readBatch(LogQuery.all()))
        .isInstanceOf(LogGapException.class)
        .hasMessage("Gap in the log: expected position 3, actual 4");
    assertThatThrownBy(() -> store.readBatch(LogQuery.all().after(2).limit(1)))
        .isInstanceOf(LogGapException.class);
    assertThat(store.readBatch(LogQuery.all().after(3)).after().eventId()).isEmpty();
  }

  @Test
  void a_stream_and_the_log_as_of_a_time_of_recording_end_at_one_and_the_same_place() {
    append(5);
    AsOf now = AsOf.recordedAt(store.event(5).orElseThrow().recordedAt());
    jdbc.update(
        "create or replace function tidemark.position_as_of(point timestamptz) returns bigint"
            + " language sql as 'select 3::bigint'");

    try (Stream<RecordedEvent> log = store.readAll(LogQuery.all().until(now));
        Stream<RecordedEvent> stream = store.readStream(StreamQuery.of(STREAM).until(now))) {
      assertThat(log.toList()).hasSize(3).isEqualTo(stream.toList());
    }
  }

  @Test
  void a_row_that_is_no_event_is_named_and_holds_up_none_before_it() {
    append(2);
    insertRow("no-category", "Odd", "{}");

    EventBatch batch = store.readBatch(LogQuery.all());
    assertThat(batch.events()).hasSize(2);
    assertThat(batch.upTo()).isEqualTo(LogPlace.of(batch.events().get(1)));
    assertUnreadable(() -> store.readBatch(LogQuery.all().after(2)));
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      List<Long> seen = new ArrayList<>();
      assertUnreadable(() -> events.forEach(event -> seen.add(event.position())));
      assertThat(seen).containsExactly(1L, 2L);
    }
  }

  @Test
  void metadata_that_cannot_be_read_names_its_event_when_it_is_looked_at() {
    append(2);
    insertRow("account", "Odd", "no JSON");

    RecordedEvent event = store.event(3).orElseThrow();

    assertUnreadable(() -> event.metadata().asMap());
  }

  /** Such rows may be left in a log from before the check. */
  @Test
  void an_event_with_a_version_below_one_is_not_taken_for_a_place() {
    append(2);
    for (int version : new int[] {0, -1}) {
      jdbc.update("delete from tidemark.events where position = 3");
      insertRow("account", "Odd", "{}");
      jdbc.update("update tidemark.events set version = ? where position = 3", version);
      EventBatch batch = store.readBatch(LogQuery.all().after(2));
      assertThat(batch.after().position()).isEqualTo(2);
      assertThat(batch.events()).extracting(RecordedEvent::type).containsExactly("Odd");
      assertThat(store.readAll(LogQuery.all().after(2))).hasSize(1);
    }
  }

  @Test
  void the_first_and_the_last_instant_there_are_come_before_and_after_everything() {
    append(3);
    assertThat(store.positionAsOf(Instant.MIN)).isZero();
    assertThat(store.positionAsOf(Instant.MAX)).isEqualTo(3);
    for (AsOf first : List.of(AsOf.recordedAt(Instant.MIN), AsOf.occurredAt(Instant.MIN))) {
      assertThat(store.readAll(LogQuery.all().until(first))).isEmpty();
      assertThat(store.readStream(StreamQuery.of(STREAM).until(first))).isEmpty();
    }
    for (AsOf last : List.of(AsOf.recordedAt(Instant.MAX), AsOf.occurredAt(Instant.MAX))) {
      assertThat(store.readAll(LogQuery.all().until(last))).hasSize(3);
      assertThat(store.readStream(StreamQuery.of(STREAM).until(last))).hasSize(3);
    }
  }

  private static void assertUnreadable(Runnable read) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            UnreadableEventException.class,
            e -> {
              assertThat(e.position()).isEqualTo(3);
              assertThat(e.type()).isEqualTo("Odd");
            })
        .hasMessageStartingWith("Cannot read the event at position 3, type Odd: ");
  }

  /** What no append would store, nor the table keep with its checks. */
  private void insertRow(String category, String type, String metadata) {
    jdbc.query(
            "select conname from pg_constraint where conrelid = 'tidemark.events'::regclass and contype = 'c'",
            row -> row.text(1))
        .forEach(name -> jdbc.update("alter table tidemark.events drop constraint " + name));
    jdbc.update(
        "insert into tidemark.events values (3, 3, now(), now(), gen_random_uuid(), ?, '1', ?, '{}', ?)",
        category,
        type,
        metadata);
  }

  private void append(int events) {
    List<EventData> data = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      data.add(new EventData(EventIds.next(), "T", "{}", Metadata.empty(), Instant.EPOCH));
    }
    store.append(STREAM, ExpectedVersion.any(), data);
  }
}

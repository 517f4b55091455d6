package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.LogQuery;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One append after the other: places, conditions, all or none, the same ids again. */
abstract class AppendPromises extends StoreUnderTest {

  @Test
  void an_append_says_where_its_events_went() {
    assertThat(append(ACCOUNT, deposits(3)))
        .isEqualTo(new AppendResult(ACCOUNT, 1, 3, 1, 3, false));
    assertThat(append(OTHER, deposits(2))).isEqualTo(new AppendResult(OTHER, 1, 2, 4, 5, false));
    assertThat(append(ACCOUNT, deposit(9))).isEqualTo(new AppendResult(ACCOUNT, 4, 4, 6, 6, false));
  }

  @Test
  void versions_count_within_a_stream_and_positions_over_the_log() {
    append(ACCOUNT, deposits(2));
    append(OTHER, deposits(2));
    append(ACCOUNT, deposits(2));

    assertThat(versions(read(ACCOUNT))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(positions(read(ACCOUNT))).containsExactly(1L, 2L, 5L, 6L);
    assertThat(versions(read(OTHER))).containsExactly(1L, 2L);
    assertThat(positions(read(LogQuery.all()))).isEqualTo(countUpTo(6));
  }

  @Test
  void what_is_read_is_what_was_appended() {
    EventData event =
        new EventData(
            EventIds.next(), "Opened", "{\"a\":1}", Metadata.of("correlationId", "c"), NOON);
    append(ACCOUNT, deposit(1));
    append(ACCOUNT, event);

    RecordedEvent stored = read(ACCOUNT).get(1);

    assertThat(stored)
        .isEqualTo(
            new RecordedEvent(
                2,
                ACCOUNT,
                2,
                event.id(),
                "Opened",
                "{\"a\":1}",
                event.metadata(),
                NOON,
                stored.recordedAt()));
    assertThat(read(LogQuery.all().after(1))).containsExactly(stored);
  }

  @Test
  void any_version_will_do_for_any() {
    append(ACCOUNT, deposit(1));
    assertThat(append(ACCOUNT, deposit(2)).lastVersion()).isEqualTo(2);
  }

  @Test
  void no_stream_is_met_only_while_there_is_none() {
    assertThat(append(ACCOUNT, ExpectedVersion.noStream()).lastVersion()).isEqualTo(1);
    assertRefused(ACCOUNT, ExpectedVersion.noStream(), 1);
    assertRefused(ACCOUNT, ExpectedVersion.exactly(0), 1);
  }

  @Test
  void stream_exists_is_met_only_once_it_does() {
    assertRefused(ACCOUNT, ExpectedVersion.streamExists(), 0);
    append(ACCOUNT, deposit(1));
    assertThat(append(ACCOUNT, ExpectedVersion.streamExists()).lastVersion()).isEqualTo(2);
  }

  @Test
  void exactly_is_met_by_that_version_only() {
    assertRefused(ACCOUNT, ExpectedVersion.exactly(1), 0);
    append(ACCOUNT, deposits(2));
    assertRefused(ACCOUNT, ExpectedVersion.exactly(1), 2);
    assertRefused(ACCOUNT, ExpectedVersion.exactly(3), 2);
    assertThat(append(ACCOUNT, ExpectedVersion.exactly(2)).lastVersion()).isEqualTo(3);
  }

  @Test
  void a_conflict_names_the_stream_and_both_versions() {
    append(ACCOUNT, deposits(5));
    assertThatThrownBy(() -> append(ACCOUNT, ExpectedVersion.exactly(3)))
        .isInstanceOf(WrongExpectedVersionException.class)
        .hasMessage("Wrong expected version for account-42: expected exactly 3, actual 5");
  }

  @Test
  void a_conflict_stores_nothing_and_takes_no_position() {
    append(ACCOUNT, deposit(1));
    assertThatThrownBy(() -> store.append(ACCOUNT, ExpectedVersion.exactly(7), deposits(3)))
        .isInstanceOf(WrongExpectedVersionException.class);

    assertThat(read(ACCOUNT)).hasSize(1);
    assertThat(append(OTHER, deposit(1)).firstPosition()).isEqualTo(2);
  }

  @Test
  void the_same_events_are_stored_once_and_found_at_their_first_places() {
    List<EventData> events = deposits(3);
    AppendResult first = store.append(ACCOUNT, ExpectedVersion.noStream(), events);
    append(ACCOUNT, deposit(9));

    AppendResult again = store.append(ACCOUNT, ExpectedVersion.noStream(), events);

    assertThat(again).isEqualTo(new AppendResult(ACCOUNT, 1, 3, 1, 3, true));
    assertThat(first.alreadyAppended()).isFalse();
    assertThat(store.head()).isEqualTo(4);
  }

  @Test
  void an_id_that_is_stored_with_other_content_is_refused() {
    EventData event = deposit(1);
    append(ACCOUNT, event);
    Instant later = event.occurredAt().plusSeconds(1);
    List<EventData> others =
        List.of(
            new EventData(event.id(), "Other", event.data(), Metadata.empty(), event.occurredAt()),
            new EventData(event.id(), event.type(), "{}", Metadata.empty(), event.occurredAt()),
            new EventData(
                event.id(), event.type(), event.data(), Metadata.of("a", "b"), event.occurredAt()),
            new EventData(event.id(), event.type(), event.data(), Metadata.empty(), later));

    assertIdConflict(OTHER, event);
    others.forEach(other -> assertIdConflict(ACCOUNT, other));
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void an_append_of_which_only_some_events_are_stored_is_refused() {
    EventData stored = deposit(1);
    append(ACCOUNT, stored);

    assertThatThrownBy(() -> append(ACCOUNT, stored, deposit(2)))
        .isInstanceOf(EventIdConflictException.class);
    assertThatThrownBy(() -> append(ACCOUNT, deposit(2), stored))
        .isInstanceOf(EventIdConflictException.class);
    assertThat(positions(read(LogQuery.all()))).containsExactly(1L);
  }

  @Test
  void equal_events_with_different_ids_are_different_events() {
    append(ACCOUNT, withData("{}"));
    append(ACCOUNT, withData("{}"));
    assertThat(read(ACCOUNT)).hasSize(2);
  }

  @Test
  void recorded_at_strictly_increases_from_append_to_append() {
    for (int i = 0; i < 50; i++) {
      append(StreamId.of("account", "" + i % 3), deposits(2));
    }

    List<RecordedEvent> events = read(LogQuery.all());

    assertThat(events).hasSize(100);
    List<Instant> perAppend = new ArrayList<>();
    for (int i = 0; i < events.size(); i += 2) {
      Instant first = events.get(i).recordedAt();
      assertThat(events.get(i + 1).recordedAt()).isAfterOrEqualTo(first);
      perAppend.add(first);
      perAppend.add(events.get(i + 1).recordedAt());
    }
    for (int i = 2; i < perAppend.size(); i += 2) {
      assertThat(perAppend.get(i)).isAfter(perAppend.get(i - 1));
    }
  }

  @Test
  void occurred_at_is_cut_to_microseconds_and_never_rounded_up() {
    append(ACCOUNT, occurred(Instant.parse("2026-12-31T23:59:59.999999999Z")));
    assertThat(read(ACCOUNT).get(0).occurredAt())
        .isEqualTo(Instant.parse("2026-12-31T23:59:59.999999Z"));
  }

  @Test
  void occurred_at_may_lie_in_any_year_of_four_digits() {
    List<Instant> instants =
        List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1582-10-10T12:00:00.000001Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));
    append(ACCOUNT, instants.stream().map(StoreUnderTest::occurred).toList());
    assertThat(read(ACCOUNT)).extracting(RecordedEvent::occurredAt).isEqualTo(instants);
  }

  private AppendResult append(StreamId stream, ExpectedVersion expected) {
    return store.append(stream, expected, List.of(deposit(1)));
  }

  private void assertRefused(StreamId stream, ExpectedVersion expected, long actual) {
    assertThatThrownBy(() -> append(stream, expected))
        .isInstanceOfSatisfying(
            WrongExpectedVersionException.class,
            conflict -> {
              assertThat(conflict.stream()).isEqualTo(stream);
              assertThat(conflict.expected()).isEqualTo(expected);
              assertThat(conflict.actual()).isEqualTo(actual);
            });
  }

  private void assertIdConflict(StreamId stream, EventData event) {
    assertThatThrownBy(() -> append(stream, event))
        .isInstanceOfSatisfying(
            EventIdConflictException.class,
            conflict -> {
              assertThat(conflict.stream()).isEqualTo(stream);
              assertThat(conflict.eventId()).isEqualTo(event.id());
              assertThat(conflict.position()).isEqualTo(1);
            });
  }
}

package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendConditionFailedException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventIdConflictException;
import io.tidemark.store.EventQuery;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.store.WrongExpectedVersionException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an append can demand of the whole log, and several streams in one append. */
abstract class ConditionPromises extends ContentPromises {
  private static final Tag ANN = Tag.of("student", "ann");
  private static final Tag BOB = Tag.of("student", "bob");
  private static final Tag MATHS = Tag.of("course", "maths, \"{1}\" \\ NULL");
  private static final StreamId THIRD = StreamId.of("course", "maths");

  @Test
  void tags_are_read_as_they_were_appended() {
    append(ACCOUNT, event("Enrolled", ANN, MATHS), event("Left"));

    List<Set<Tag>> tags = List.of(Set.of(ANN, MATHS), Set.of());
    assertThat(read(ACCOUNT)).extracting(RecordedEvent::tags).isEqualTo(tags);
    assertThat(read(LogQuery.all())).extracting(RecordedEvent::tags).isEqualTo(tags);
    assertThat(read(StreamQuery.of(ACCOUNT).after(1))).hasSize(1);
    assertThat(store.event(1)).map(RecordedEvent::tags).contains(Set.of(ANN, MATHS));
    assertThat(store.events(List.of(1L, 2L))).extracting(RecordedEvent::tags).isEqualTo(tags);
  }

  @Test
  void the_same_event_with_other_tags_is_another() {
    EventData event = event("Enrolled", ANN, MATHS);
    append(ACCOUNT, event);

    assertThat(append(ACCOUNT, event.tagged(MATHS, ANN)).alreadyAppended()).isTrue();
    assertThatThrownBy(() -> append(ACCOUNT, event.tagged(ANN)))
        .isInstanceOf(EventIdConflictException.class);
    assertThatThrownBy(() -> append(ACCOUNT, event.tagged()))
        .isInstanceOf(EventIdConflictException.class);
  }

  @Test
  void a_query_finds_events_by_types_and_tags_over_all_streams() {
    append(ACCOUNT, event("Enrolled", ANN, MATHS), event("Left", ANN, MATHS));
    append(OTHER, event("Enrolled", BOB, MATHS), event("Renamed", BOB), deposit(1));

    assertFound(EventQuery.tagged(MATHS).asQuery(), 1, 2, 3);
    assertFound(EventQuery.tagged(MATHS, ANN).asQuery(), 1, 2);
    assertFound(EventQuery.tagged(MATHS).types("Enrolled").asQuery(), 1, 3);
    assertFound(EventQuery.ofTypes("Left", "Renamed").asQuery(), 2, 4);
    assertFound(EventQuery.of(EventQuery.tagged(ANN), EventQuery.tagged(BOB)), 1, 2, 3, 4);
    assertFound(
        EventQuery.of(EventQuery.tagged(ANN, MATHS), EventQuery.ofTypes("Renamed")), 1, 2, 4);
    assertFound(EventQuery.tagged(Tag.of("student", "an")).asQuery());
  }

  @Test
  void a_query_is_one_wish_among_others() {
    append(ACCOUNT, event("Enrolled", ANN), event("Left", ANN));
    append(OTHER, event("Enrolled", ANN));
    LogQuery ann = LogQuery.all().matching(EventQuery.tagged(ANN).asQuery());

    assertThat(positions(read(ann.after(1)))).containsExactly(2L, 3L);
    assertThat(positions(read(ann.limit(1)))).containsExactly(1L);
    assertThat(positions(read(ann.types(Set.of("Enrolled"))))).containsExactly(1L, 3L);
    assertThat(positions(store.readBatch(ann.after(2)).events())).containsExactly(3L);
  }

  @Test
  void an_event_that_matches_stops_an_append() {
    append(OTHER, event("Enrolled", ANN, MATHS));

    assertThatThrownBy(() -> appendUnless(EventQuery.tagged(ANN, MATHS).asQuery(), 0))
        .isInstanceOfSatisfying(
            AppendConditionFailedException.class,
            e -> {
              assertThat(e.position()).isEqualTo(1);
              assertThat(e.stream()).isEqualTo(ACCOUNT);
            })
        .hasMessageContaining("student:ann")
        .hasMessageContaining("after position 0, actual one at position 1");
    assertThatThrownBy(() -> appendUnless(EventQuery.ofTypes("Enrolled").asQuery(), 0))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void an_event_that_was_known_or_does_not_match_stops_none() {
    append(OTHER, event("Enrolled", ANN), event("Enrolled", BOB, MATHS));

    assertThat(appendUnless(EventQuery.tagged(BOB, MATHS).asQuery(), 2).lastPosition())
        .isEqualTo(3);
    assertThat(appendUnless(EventQuery.tagged(ANN, MATHS).asQuery(), 0).lastPosition())
        .isEqualTo(4);
    assertThat(appendUnless(EventQuery.tagged(ANN).types("Left").asQuery(), 0).lastPosition())
        .isEqualTo(5);
  }

  @Test
  void of_several_items_each_can_stop_an_append() {
    append(OTHER, event("Enrolled", ANN));
    EventQuery query = EventQuery.of(EventQuery.tagged(BOB), EventQuery.tagged(ANN));

    assertThatThrownBy(() -> appendUnless(query, 0))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(appendUnless(query, 1).lastPosition()).isEqualTo(2);
  }

  @Test
  void events_of_the_same_append_do_not_stop_it() {
    AppendRequest request =
        request(ACCOUNT, event("Enrolled", ANN), event("Enrolled", ANN))
            .onlyIf(AppendCondition.failIfEventsMatch(EventQuery.tagged(ANN).asQuery()));

    assertThat(store.append(request).lastPosition()).isEqualTo(2);
  }

  @Test
  void what_is_stored_already_is_not_judged_again() {
    append(OTHER, deposit(1));
    AppendRequest request =
        request(ACCOUNT, event("Enrolled", ANN))
            .onlyIf(
                AppendCondition.failIfEventsMatch(EventQuery.tagged(ANN).asQuery())
                    .andStreamIs(OTHER, ExpectedVersion.exactly(1)));
    AppendResult first = store.append(request);
    append(OTHER, deposit(2));

    AppendResult again = store.append(request);

    assertThat(again.alreadyAppended()).isTrue();
    assertThat(again.lastPosition()).isEqualTo(first.lastPosition());
    assertThat(store.head()).isEqualTo(3);
  }

  @Test
  void a_position_that_the_log_has_not_reached_is_refused() {
    assertThatThrownBy(() -> appendUnless(EventQuery.tagged(ANN).asQuery(), 1))
        .hasMessageContaining("up to that of the last event");
    assertThat(store.head()).isZero();
  }

  @Test
  void a_stream_that_is_only_read_must_be_as_expected() {
    append(OTHER, deposit(1));
    AppendRequest request = request(ACCOUNT, deposit(1));

    assertThatThrownBy(
            () ->
                store.append(
                    request.onlyIf(AppendCondition.streamIs(OTHER, ExpectedVersion.noStream()))))
        .isInstanceOfSatisfying(
            WrongExpectedVersionException.class,
            e -> {
              assertThat(e.stream()).isEqualTo(OTHER);
              assertThat(e.actual()).isEqualTo(1);
            });
    AppendResult stored =
        store.append(
            request.onlyIf(
                AppendCondition.streamIs(OTHER, ExpectedVersion.exactly(1))
                    .andStreamIs(THIRD, ExpectedVersion.noStream())));
    assertThat(stored).isEqualTo(new AppendResult(ACCOUNT, 1, 1, 2, 2, false));
  }

  @Test
  void several_streams_are_one_append() {
    append(OTHER, deposit(1));

    List<AppendResult> results =
        store.appendAll(
            List.of(
                request(ACCOUNT, deposit(1), deposit(2)),
                new AppendRequest(OTHER, ExpectedVersion.exactly(1), deposits(1)),
                new AppendRequest(ACCOUNT, ExpectedVersion.exactly(2), deposits(1))));

    assertThat(results)
        .containsExactly(
            new AppendResult(ACCOUNT, 1, 2, 2, 3, false),
            new AppendResult(OTHER, 2, 2, 4, 4, false),
            new AppendResult(ACCOUNT, 3, 3, 5, 5, false));
    assertThat(read(LogQuery.all().after(1)).stream().map(RecordedEvent::recordedAt).distinct())
        .hasSize(1);
  }

  @Test
  void of_several_streams_none_is_appended_to_if_one_cannot() {
    append(OTHER, event("Enrolled", ANN));
    AppendRequest good = request(ACCOUNT, deposit(1));
    AppendRequest wrongVersion = new AppendRequest(OTHER, ExpectedVersion.noStream(), deposits(1));
    AppendRequest forbidden =
        request(THIRD, deposit(1))
            .onlyIf(AppendCondition.failIfEventsMatch(EventQuery.tagged(ANN).asQuery()));

    assertThatThrownBy(() -> store.appendAll(List.of(good, wrongVersion)))
        .isInstanceOf(WrongExpectedVersionException.class);
    assertThatThrownBy(() -> store.appendAll(List.of(wrongVersion, good)))
        .isInstanceOf(WrongExpectedVersionException.class);
    assertThatThrownBy(() -> store.appendAll(List.of(good, forbidden)))
        .isInstanceOf(AppendConditionFailedException.class);

    assertThat(store.head()).isEqualTo(1);
    assertThat(append(ACCOUNT, deposit(1))).isEqualTo(new AppendResult(ACCOUNT, 1, 1, 2, 2, false));
  }

  @Test
  void several_streams_appended_again_are_stored_once() {
    List<AppendRequest> requests =
        List.of(request(ACCOUNT, deposit(1)), request(OTHER, event("Enrolled", ANN)));
    List<AppendResult> first = store.appendAll(requests);

    assertThat(store.appendAll(requests))
        .allMatch(AppendResult::alreadyAppended)
        .extracting(AppendResult::firstPosition)
        .isEqualTo(first.stream().map(AppendResult::firstPosition).toList());
    assertThat(store.head()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_one_append_is_refused() {
    EventData event = deposit(1);
    AppendRequest expecting =
        request(ACCOUNT, deposit(1))
            .onlyIf(AppendCondition.streamIs(OTHER, ExpectedVersion.noStream()));

    assertThatThrownBy(() -> store.appendAll(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> store.appendAll(List.of(request(ACCOUNT, event), request(OTHER, event))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(event.id().toString());
    assertThatThrownBy(() -> store.appendAll(List.of(expecting, request(OTHER, deposit(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(OTHER.toString());
    assertThat(store.head()).isZero();
  }

  private void assertFound(EventQuery query, long... positions) {
    List<RecordedEvent> found = read(LogQuery.all().matching(query));
    assertThat(found).extracting(RecordedEvent::position).containsExactly(boxed(positions));
    assertThat(found).allMatch(query::matches);
  }

  private static Long[] boxed(long... numbers) {
    return java.util.Arrays.stream(numbers).boxed().toArray(Long[]::new);
  }

  private AppendResult appendUnless(EventQuery query, long after) {
    return store.append(
        request(ACCOUNT, deposit(1)).onlyIf(AppendCondition.failIfEventsMatch(query).after(after)));
  }

  private static AppendRequest request(StreamId stream, EventData... events) {
    return new AppendRequest(stream, ExpectedVersion.any(), List.of(events));
  }

  private static EventData event(String type, Tag... tags) {
    return new EventData(EventIds.next(), type, "{}", Metadata.empty(), NOON, Set.of(tags));
  }
}

package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventSelector;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.store.StreamQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading: which events, in which order, as of when. */
abstract class ReadPromises extends AppendPromises {
  private static final int MORE_THAN_A_PAGE = 2_500;

  @Test
  void a_stream_is_read_from_its_oldest_event() {
    append(ACCOUNT, deposits(5));
    assertThat(versions(read(ACCOUNT))).isEqualTo(countUpTo(5));
    assertThat(versions(read(StreamQuery.of(ACCOUNT).after(3)))).containsExactly(4L, 5L);
    assertThat(versions(read(StreamQuery.of(ACCOUNT).after(1).limit(2)))).containsExactly(2L, 3L);
    assertThat(read(StreamQuery.of(ACCOUNT).after(5))).isEmpty();
    assertThat(read(StreamQuery.of(ACCOUNT).limit(0))).isEmpty();
  }

  @Test
  void a_stream_is_read_from_its_newest_event() {
    append(ACCOUNT, deposits(5));
    StreamQuery backward = StreamQuery.of(ACCOUNT).backward();
    assertThat(versions(read(backward))).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(versions(read(backward.limit(2)))).containsExactly(5L, 4L);
    assertThat(versions(read(backward.after(3)))).containsExactly(5L, 4L);
    assertThat(versions(read(backward.until(AsOf.version(2))))).containsExactly(2L, 1L);
  }

  @Test
  void a_stream_is_read_as_of_a_version() {
    append(ACCOUNT, deposits(4));
    assertThat(versions(read(asOf(AsOf.version(2))))).containsExactly(1L, 2L);
    assertThat(read(asOf(AsOf.version(0)))).isEmpty();
    assertThat(read(asOf(AsOf.version(9)))).hasSize(4);
  }

  @Test
  void a_stream_is_read_as_of_a_position() {
    append(ACCOUNT, deposits(2));
    append(OTHER, deposits(2));
    append(ACCOUNT, deposits(2));
    assertThat(positions(read(asOf(AsOf.position(4))))).containsExactly(1L, 2L);
    assertThat(positions(read(asOf(AsOf.position(5))))).containsExactly(1L, 2L, 5L);
  }

  @Test
  void a_stream_is_read_as_of_when_it_was_recorded() {
    append(ACCOUNT, deposit(1));
    append(ACCOUNT, deposit(2));
    append(ACCOUNT, deposit(3));
    RecordedEvent second = read(ACCOUNT).get(1);
    AsOf point = AsOf.recordedAt(second.recordedAt());
    AsOf before = AsOf.recordedAt(second.recordedAt().minusNanos(1_000));
    assertThat(versions(read(asOf(point)))).containsExactly(1L, 2L);
    assertThat(versions(read(asOf(before)))).containsExactly(1L);
  }

  @Test
  void a_stream_is_read_as_of_when_things_happened() {
    append(ACCOUNT, occurred(NOON), occurred(NOON.plusSeconds(9)), occurred(NOON.minusSeconds(9)));
    assertThat(versions(read(asOf(AsOf.occurredAt(NOON))))).containsExactly(1L, 3L);
    assertThat(versions(read(asOf(AsOf.occurredAt(NOON)).backward()))).containsExactly(3L, 1L);
    assertThat(versions(read(asOf(AsOf.occurredAt(NOON)).backward().limit(1)))).containsExactly(3L);
    assertThat(versions(read(asOf(AsOf.occurredAt(NOON)).after(1)))).containsExactly(3L);
  }

  @Test
  void a_stream_is_read_as_of_what_was_known_about_a_time() {
    append(ACCOUNT, occurred(NOON), occurred(NOON.plusSeconds(9)));
    append(ACCOUNT, occurred(NOON.minusSeconds(9)));
    append(ACCOUNT, occurred(NOON.minusSeconds(9)));
    RecordedEvent third = read(ACCOUNT).get(2);
    for (AsOf point :
        List.of(
            AsOf.recordedAt(third.recordedAt()).andOccurredAt(NOON),
            AsOf.position(3).andOccurredAt(NOON))) {
      assertThat(versions(read(asOf(point)))).containsExactly(1L, 3L);
      assertThat(versions(read(asOf(point).backward()))).containsExactly(3L, 1L);
      assertThat(versions(read(asOf(point).after(1)))).containsExactly(3L);
      assertThat(positions(read(logAsOf(point)))).containsExactly(1L, 3L);
      assertThat(positions(read(logAsOf(point).after(1).limit(1)))).containsExactly(3L);
    }
    assertThat(read(logAsOf(AsOf.position(3).andOccurredAt(NOON.minusSeconds(10))))).isEmpty();
  }

  @Test
  void events_are_read_by_their_positions() {
    append(ACCOUNT, deposits(5));
    assertThat(positions(store.events(List.of(4L, 2L, 9L, 4L)))).containsExactly(2L, 4L);
    assertThat(store.events(List.of(3L))).isEqualTo(read(LogQuery.all().after(2).limit(1)));
    assertThat(store.events(List.of())).isEmpty();
  }

  @Test
  void a_stream_is_told_from_those_with_similar_names() {
    append(StreamId.of("account", "4"), deposit(1));
    append(StreamId.of("Account", "42"), deposit(2));
    append(StreamId.of("account", "42 "), deposit(3));
    append(StreamId.of("account", "4-2"), deposit(4));
    assertThat(read(ACCOUNT)).isEmpty();
    assertThat(positions(read(StreamId.of("account", "4")))).containsExactly(1L);
    assertThat(positions(read(StreamId.of("account", "4-2")))).containsExactly(4L);
  }

  @Test
  void the_log_is_read_in_the_order_of_its_positions() {
    append(ACCOUNT, deposits(3));
    append(OTHER, deposits(3));
    assertThat(positions(read(LogQuery.all()))).isEqualTo(countUpTo(6));
    assertThat(positions(read(LogQuery.all().after(4)))).containsExactly(5L, 6L);
    assertThat(positions(read(LogQuery.all().after(1).limit(2)))).containsExactly(2L, 3L);
    assertThat(read(LogQuery.all().after(6))).isEmpty();
    assertThat(read(LogQuery.all().after(1_000_000_000_000L))).isEmpty();
  }

  @Test
  void the_log_is_read_as_of_a_point() {
    append(ACCOUNT, occurred(NOON));
    append(OTHER, occurred(NOON.plusSeconds(9)));
    append(ACCOUNT, occurred(NOON.minusSeconds(9)));
    RecordedEvent second = read(LogQuery.all()).get(1);
    assertThat(positions(read(logAsOf(AsOf.position(2))))).containsExactly(1L, 2L);
    assertThat(positions(read(logAsOf(AsOf.recordedAt(second.recordedAt())))))
        .containsExactly(1L, 2L);
    assertThat(positions(read(logAsOf(AsOf.occurredAt(NOON))))).containsExactly(1L, 3L);
    assertThat(positions(read(logAsOf(AsOf.occurredAt(NOON)).limit(1)))).containsExactly(1L);
  }

  @Test
  void the_log_is_read_by_category_and_type() {
    append(ACCOUNT, typed("Opened"), typed("Closed"));
    append(StreamId.of("transfer", "1"), typed("Opened"), typed("Done"));
    append(StreamId.of("accounts", "1"), typed("Opened"));
    LogQuery all = LogQuery.all();
    assertThat(positions(read(all.categories(Set.of("account"))))).containsExactly(1L, 2L);
    assertThat(positions(read(all.types(Set.of("Opened"))))).containsExactly(1L, 3L, 5L);
    assertThat(positions(read(all.types(Set.of("Opened", "Done")).after(1))))
        .containsExactly(3L, 4L, 5L);
    assertThat(
            positions(read(all.categories(Set.of("account", "transfer")).types(Set.of("Opened")))))
        .containsExactly(1L, 3L);
    assertThat(positions(read(all.types(Set.of("Opened")).limit(2)))).containsExactly(1L, 3L);
  }

  @Test
  void the_log_is_read_by_selectors_of_which_an_event_meets_one_at_least() {
    append(ACCOUNT, typed("Opened"), typed("Closed"));
    append(StreamId.of("transfer", "1"), typed("Opened"), typed("Done"));
    append(StreamId.of("transfer", "2"), typed("Opened"), typed("Done"));
    append(StreamId.of("order", "2"), typed("Opened"));
    EventSelector accounts = EventSelector.ofCategory(ACCOUNT.category());
    EventSelector second = EventSelector.ofStream(StreamId.of("transfer", "2"));
    EventSelector done = EventSelector.ofCategory("transfer").types(Set.of("Done", "Closed"));

    assertSelected(Set.of(), 1, 2, 3, 4, 5, 6, 7);
    assertSelected(Set.of(accounts), 1, 2);
    assertSelected(Set.of(second), 5, 6);
    assertSelected(Set.of(second.types(Set.of("Opened"))), 5);
    assertSelected(Set.of(done), 4, 6);
    assertSelected(Set.of(accounts, second, done), 1, 2, 4, 5, 6);
    LogQuery some = LogQuery.all().selectedBy(Set.of(accounts, done));
    assertThat(positions(read(some.types(Set.of("Done", "Opened")).after(1).limit(1))))
        .containsExactly(4L);
    assertThat(positions(read(some.categories(Set.of("transfer"))))).containsExactly(4L, 6L);
    assertThat(some.isFiltered()).isTrue();
  }

  private void assertSelected(Set<EventSelector> selectors, long... expected) {
    LogQuery query = LogQuery.all().selectedBy(selectors);
    assertThat(positions(read(query)))
        .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
    assertThat(positions(store.readBatch(query.limit(100)).events())).hasSize(expected.length);
    assertThat(store.readBatch(query.limit(100)).upTo().position()).isEqualTo(7);
  }

  @Test
  void the_log_is_read_in_shards_which_are_the_whole_and_keep_keys_together() {
    for (int i = 0; i < 40; i++) {
      append(StreamId.of("account", "k" + i), typed("Opened"));
      append(StreamId.of("transfer", "k" + i), typed("Opened"));
    }
    Map<String, Integer> shardOfKey = new HashMap<>();
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<RecordedEvent> part = read(LogQuery.all().shard(new Shard(i, 3)));
      assertThat(part).hasSizeGreaterThan(5);
      assertThat(store.readBatch(LogQuery.all().shard(new Shard(i, 3)).limit(1_000)).events())
          .isEqualTo(part);
      for (RecordedEvent event : part) {
        assertThat(shardOfKey.computeIfAbsent(event.stream().key(), key -> -1)).isIn(-1, i);
        shardOfKey.put(event.stream().key(), i);
        found.add(event.position());
      }
    }
    assertThat(found).hasSize(80).doesNotHaveDuplicates();
  }

  @Test
  void more_than_one_page_is_read_whole_and_in_order() {
    append(ACCOUNT, deposits(MORE_THAN_A_PAGE));
    List<Long> backwards = new ArrayList<>(countUpTo(MORE_THAN_A_PAGE));
    Collections.reverse(backwards);

    assertThat(positions(read(LogQuery.all()))).isEqualTo(countUpTo(MORE_THAN_A_PAGE));
    assertThat(versions(read(ACCOUNT))).isEqualTo(countUpTo(MORE_THAN_A_PAGE));
    assertThat(versions(read(StreamQuery.of(ACCOUNT).backward()))).isEqualTo(backwards);
    assertThat(positions(read(LogQuery.all().types(Set.of("Deposited")))))
        .isEqualTo(countUpTo(MORE_THAN_A_PAGE));
  }

  @Test
  void reading_the_log_ends_where_it_ended_at_the_call() {
    append(ACCOUNT, deposits(3));
    try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
      append(ACCOUNT, deposits(3));
      Iterator<RecordedEvent> iterator = events.iterator();
      append(ACCOUNT, deposits(3));
      List<RecordedEvent> seen = new ArrayList<>();
      iterator.forEachRemaining(seen::add);
      assertThat(positions(seen)).containsExactly(1L, 2L, 3L);
    }
    assertThat(store.head()).isEqualTo(9);
  }

  @Test
  void a_reader_may_stop_early() {
    append(ACCOUNT, deposits(10));
    for (int i = 0; i < 100; i++) {
      try (Stream<RecordedEvent> events = store.readAll(LogQuery.all())) {
        assertThat(events.findFirst()).map(RecordedEvent::position).contains(1L);
      }
    }
  }

  @Test
  void an_event_is_found_by_its_position() {
    append(ACCOUNT, deposits(2));
    assertThat(store.event(2)).contains(read(ACCOUNT).get(1));
    assertThat(store.event(0)).isEmpty();
    assertThat(store.event(3)).isEmpty();
  }

  @Test
  void the_head_is_the_last_position() {
    assertThat(store.head()).isZero();
    append(ACCOUNT, deposits(3));
    assertThat(store.head()).isEqualTo(3);
  }

  @Test
  void a_log_keeps_its_id_and_shares_it_with_no_other() {
    assertThat(store.logId()).isNotNull().isEqualTo(store.logId());
    try (EventStore another = createStore()) {
      assertThat(another.logId()).isNotEqualTo(store.logId());
    }
  }

  private static StreamQuery asOf(AsOf point) {
    return StreamQuery.of(ACCOUNT).until(point);
  }

  private static LogQuery logAsOf(AsOf point) {
    return LogQuery.all().until(point);
  }

  private static EventData typed(String type) {
    return EventData.of(type, "{}");
  }
}

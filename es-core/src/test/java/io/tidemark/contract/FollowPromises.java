package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.EventIds;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Following the log: batches that say what they saw, and the wait for more. */
abstract class FollowPromises extends ReadPromises {
  private static final StreamId FOREIGN = StreamId.of("transfer", "1");
  private static final LogQuery ACCOUNTS = LogQuery.all().categories(Set.of("account"));

  @Test
  void a_batch_covers_the_log_up_to_the_end_that_it_saw() {
    append(ACCOUNT, deposits(3));
    List<RecordedEvent> log = read(LogQuery.all());

    EventBatch batch = store.readBatch(LogQuery.all());

    assertThat(batch).isEqualTo(new EventBatch(LogPlace.start(), log, LogPlace.of(log.get(2))));
  }

  @Test
  void a_batch_begins_at_the_place_where_the_one_before_ended() {
    append(ACCOUNT, deposits(5));

    EventBatch first = store.readBatch(LogQuery.all().limit(2));
    EventBatch second = store.readBatch(LogQuery.all().after(2).limit(2));

    assertThat(positions(first.events())).containsExactly(1L, 2L);
    assertThat(positions(second.events())).containsExactly(3L, 4L);
    assertThat(second.after()).isEqualTo(first.upTo()).isEqualTo(place(2));
    assertThat(second.upTo()).isEqualTo(place(4));
  }

  @Test
  void a_batch_covers_events_that_its_query_does_not_want() {
    append(ACCOUNT, deposits(2));
    append(FOREIGN, deposits(2));

    EventBatch all = store.readBatch(ACCOUNTS);
    EventBatch cut = store.readBatch(ACCOUNTS.limit(1));
    EventBatch none = store.readBatch(ACCOUNTS.after(3));

    assertThat(positions(all.events())).containsExactly(1L, 2L);
    assertThat(all.upTo()).isEqualTo(place(4));
    assertThat(cut.upTo()).isEqualTo(place(1));
    assertThat(none).isEqualTo(new EventBatch(place(3), List.of(), place(4)));
  }

  @Test
  void a_batch_at_the_end_of_the_log_goes_nowhere() {
    assertThat(store.readBatch(LogQuery.all())).isEqualTo(EventBatch.none(LogPlace.start()));
    append(ACCOUNT, deposits(2));
    assertThat(store.readBatch(LogQuery.all().after(2))).isEqualTo(EventBatch.none(place(2)));
  }

  @Test
  void a_batch_shows_that_the_log_does_not_reach_the_place_it_was_to_begin_at() {
    append(ACCOUNT, deposits(2));

    EventBatch batch = store.readBatch(LogQuery.all().after(1_000_000_000_000L));

    assertThat(batch.after()).isEqualTo(new LogPlace(1_000_000_000_000L, Optional.empty()));
    assertThat(batch.events()).isEmpty();
    assertThat(batch.upTo()).isEqualTo(place(2));
  }

  @Test
  void a_batch_of_large_events_ends_at_eight_million_characters() {
    EventData large = withData("\"" + "x".repeat(900_000) + "\"");
    append(FOREIGN, deposits(3));
    for (int n = 0; n < 12; n++) {
      append(ACCOUNT, withData(large.data()));
    }

    EventBatch batch = store.readBatch(ACCOUNTS);

    assertThat(positions(batch.events())).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    assertThat(batch.upTo()).isEqualTo(place(12));
  }

  @Test
  void metadata_counts_for_the_size_of_a_batch() {
    Map<String, String> note = new LinkedHashMap<>();
    for (int n = 0; n < 100; n++) {
      note.put("note" + n, "x".repeat(9_000));
    }
    for (int n = 0; n < 12; n++) {
      append(ACCOUNT, new EventData(EventIds.next(), "Noted", "{}", Metadata.of(note), NOON));
    }

    assertThat(store.readBatch(LogQuery.all()).events()).hasSize(9);
  }

  @Test
  void small_and_large_events_come_in_order_and_whole() {
    for (int n = 0; n < 30; n++) {
      append(ACCOUNT, withData("\"" + "x".repeat(n % 3 == 0 ? 40_000 + n : n) + "\""));
    }

    List<RecordedEvent> batch = store.readBatch(LogQuery.all()).events();

    assertThat(positions(batch)).isEqualTo(countUpTo(30));
    assertThat(batch)
        .allSatisfy(
            event -> {
              int n = (int) event.position() - 1;
              assertThat(event.data()).hasSize(2 + (n % 3 == 0 ? 40_000 + n : n));
            });
    assertThat(read(LogQuery.all())).isEqualTo(batch);
    assertThat(read(ACCOUNT)).isEqualTo(batch);
  }

  @Test
  void a_batch_by_a_query_that_ends_is_refused() {
    append(ACCOUNT, deposits(2));
    assertThatThrownBy(() -> store.readBatch(LogQuery.all().until(AsOf.position(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected no point in time");
    assertThatThrownBy(() -> store.readBatch(LogQuery.all().limit(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waiting_beyond_a_position_ends_when_the_log_gets_there() throws Exception {
    append(ACCOUNT, deposit(1));
    assertThat(store.awaitBeyond(0, Duration.ZERO)).isTrue();
    Thread writer = new Thread(() -> append(ACCOUNT, deposit(2)));
    writer.start();
    assertThat(store.awaitBeyond(1, Duration.ofSeconds(30))).isTrue();
    assertThat(store.head()).isEqualTo(2);
    writer.join();
  }

  @Test
  void waiting_beyond_a_position_ends_when_the_time_is_over() {
    append(ACCOUNT, deposits(2));
    assertThat(store.awaitBeyond(1, Duration.ofMillis(50))).isTrue();
    long start = System.nanoTime();
    assertThat(store.awaitBeyond(2, Duration.ofMillis(50))).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(49_000_000L);
  }

  @Test
  void a_wait_may_be_for_ever() throws Exception {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    append(ACCOUNT, deposit(1));
    CompletableFuture<Boolean> beyond =
        CompletableFuture.supplyAsync(() -> store.awaitBeyond(1, forEver));
    CompletableFuture<Boolean> news =
        CompletableFuture.supplyAsync(() -> store.awaitNews(place(1), forEver));
    append(ACCOUNT, deposit(2));

    assertThat(beyond.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(news.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays_noticed() throws Exception {
    append(ACCOUNT, deposit(1));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              boolean beyond = store.awaitBeyond(1, Duration.ofMinutes(10));
              interrupted.complete(!beyond && Thread.currentThread().isInterrupted());
            });
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      assertThat(waiting.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    waiting.interrupt();
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
  }

  private LogPlace place(long position) {
    return LogPlace.of(store.event(position).orElseThrow());
  }
}

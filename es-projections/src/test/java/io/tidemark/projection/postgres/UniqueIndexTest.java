package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.NotUniqueException;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.EventHandlingException;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No two rows with the same values. */
class UniqueIndexTest {
  record Seat(String key, Optional<String> holder, long changes) {}

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  /** An event takes the seat for somebody, frees it, or takes it away. */
  private static Projection<String, Seat> seats(String name) {
    return Projection.named(name, Seat.class, Seat::key)
        .from("account", Accounts.CODEC)
        .keyedByStream()
        .fold(
            (row, event, recorded) ->
                event instanceof Accounts.Closed
                    ? null
                    : new Seat(
                        recorded.stream().key(),
                        event instanceof Accounts.Opened opened
                            ? Optional.of(opened.owner())
                            : Optional.empty(),
                        row == null ? 1 : row.changes() + 1))
        .uniqueBy(Seat::holder);
  }

  /** After each event, nobody has two seats. */
  private void handOver(int times, long seed) {
    Random random = new Random(seed);
    Map<String, String> seatByHolder = new HashMap<>();
    Map<String, String> holderBySeat = new HashMap<>();
    for (int i = 0; i < times; i++) {
      String seat = "s" + random.nextInt(6);
      String holder = "h" + random.nextInt(4);
      String other = seatByHolder.get(holder);
      if (other != null && !other.equals(seat)) {
        Accounts.append(
            lab.store(),
            other,
            random.nextBoolean()
                ? new Accounts.Moved(BigDecimal.ONE)
                : new Accounts.Closed(Optional.empty()));
        holderBySeat.remove(other);
      }
      String before = holderBySeat.put(seat, holder);
      if (before != null) {
        seatByHolder.remove(before);
      }
      seatByHolder.put(holder, seat);
      Accounts.append(lab.store(), seat, new Accounts.Opened(holder));
    }
  }

  @Test
  void rows_hand_values_on_to_each_other_in_batches_of_any_size_and_order() {
    handOver(60, 1);
    for (int batchSize : List.of(1, 3, 1_000)) {
      for (Projection<String, Seat> projection :
          List.of(seats("seats_" + batchSize), seats("seats_h_" + batchSize).withHistory())) {
        catchUp(projection, batchSize);
        lab.assertTrueToTheLog(projection);
      }
    }
    Projection<String, Seat> rebuilt = seats("rebuilt");
    lab.replays().rebuild(rebuilt, RebuildOptions.defaults().withWorkers(2), progress -> {});
    handOver(20, 2);
    catchUp(rebuilt, 9);
    lab.assertTrueToTheLog(rebuilt);
  }

  @Test
  void an_event_that_would_make_two_the_same_stops_it_with_projection_index_and_values() {
    Projection<String, Seat> seats = seats("seats").onFailure(FailurePolicy.SKIP);
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    lab.projections().catchUp(seats);
    Accounts.append(lab.store(), "b", new Accounts.Opened("Bob"));
    Accounts.append(lab.store(), "c", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> lab.projections().catchUp(seats))
        .cause()
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 3")
        .cause()
        .isInstanceOf(NotUniqueException.class)
        .hasMessage(
            "Rows of projection seats do not fit its index unique (holder): expected each value once, actual Key (holder)=(Ann) already exists.");
    assertThat(lab.stored(seats)).extracting(Seat::key).containsExactly("a", "b");
    assertThat(lab.asking().of(seats).position()).isEqualTo(2);
    assertThat(lab.projections().status(seats).error().orElseThrow())
        .contains("unique (holder)", "(Ann)");
  }

  @Test
  void an_append_is_refused_if_the_projection_runs_inline() {
    Projection<String, Seat> seats = seats("seats");
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(opened -> PostgresProjections.of(opened).inline(seats))
            .build()) {
      Accounts.append(store, "a", new Accounts.Opened("Ann"));
      assertThatThrownBy(() -> Accounts.append(store, "b", new Accounts.Opened("Ann")))
          .isInstanceOf(NotUniqueException.class)
          .hasMessageContaining("(holder)=(Ann)");
      Accounts.append(store, "b", new Accounts.Opened("Bob"));
    }
    assertThat(lab.store().head()).isEqualTo(2);
    lab.assertTrueToTheLog(seats);
  }

  @Test
  void rows_that_are_the_same_already_keep_the_index_from_being_made() {
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    Accounts.append(lab.store(), "b", new Accounts.Opened("Ann"));
    Projection<String, Accounts.Balance> unique =
        Accounts.BALANCES.uniqueBy(Accounts.Balance::owner);
    lab.projections().catchUp(Accounts.BALANCES);

    assertThatThrownBy(() -> lab.projections().exactlyOnce(unique).open())
        .isInstanceOf(NotUniqueException.class)
        .hasMessageContaining("index unique (owner)")
        .hasMessageContaining("Key (owner)=(Ann) is duplicated");
    assertThatThrownBy(() -> lab.replays().rebuild(unique, progress -> {}))
        .isInstanceOf(NotUniqueException.class);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  /** Rows with an owner each, of whom they allow as many as there are. */
  private static Projection<String, Accounts.Balance> owners() {
    return Accounts.balances("owners");
  }

  private static Projection<String, Accounts.Balance> owner() {
    return owners().uniqueBy(Accounts.Balance::owner);
  }

  @Test
  void previous_rows_come_back_though_they_had_an_index_that_is_declared_no_more() {
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    lab.projections().catchUp(owner());
    lab.replays().rebuild(owner(), progress -> {});
    Accounts.append(lab.store(), "b", new Accounts.Opened("Ann"));
    lab.projections().catchUp(owners());

    lab.replays().rollBack(owners());

    lab.assertTrueToTheLog(owners());
  }

  /** The index is made right before the switch, which may be cut off. */
  @Test
  void new_rows_are_gone_on_with_though_they_had_an_index_that_is_declared_no_more() {
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    lab.projections().catchUp(owners());
    RebuildOptions beside = RebuildOptions.defaults().withoutSwitch();
    lab.replays().rebuild(owner(), beside, progress -> {});
    lab.jdbc()
        .inTransaction(
            session -> {
              lab.projections().schema().table(owner(), Slot.REBUILD).indexes().align(session);
              return true;
            });
    Accounts.append(lab.store(), "b", new Accounts.Opened("Ann"));

    assertThat(lab.replays().rebuild(owners(), progress -> {}).resumedFrom()).isEqualTo(1);

    lab.assertTrueToTheLog(owners());
  }

  @Test
  void new_rows_of_several_workers_are_not_gone_on_with_by_code_that_has_become_unique() {
    Accounts.append(lab.store(), "a", new Accounts.Opened("Ann"));
    lab.projections().catchUp(owners());
    RebuildOptions beside = RebuildOptions.defaults().withoutSwitch();
    lab.replays().rebuild(owners(), beside.withWorkers(2), progress -> {});

    for (Runnable use :
        List.<Runnable>of(
            () -> lab.replays().switchOver(owner()), () -> lab.replays().compare(owner()))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(ProjectionChangedException.class)
          .hasMessage(
              "Projection owners has changed and must be rebuilt: expected new rows by one worker, for a unique index, actual by 2 workers");
    }
    lab.replays().rebuild(owner(), progress -> {});
    lab.assertTrueToTheLog(owner());
  }

  @Test
  void it_cannot_be_split_into_shards() {
    assertThatThrownBy(() -> lab.projections().sharded(seats("seats"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid number of shards of seats: expected 1 with a unique index, actual 2");
    lab.projections().sharded(seats("seats"), 1);
  }

  /** A runner would try smaller batches, until no two events are in one. */
  private void catchUp(Projection<?, ?> projection, int batchSize) {
    Subscriber rows = lab.projections().exactlyOnce(projection);
    Checkpoint at = rows.open();
    Subscription events = Subscription.of(lab.store(), rows.query()).withBatchSize(batchSize);
    events.seek(at.place());
    while (at.position() < lab.store().head()) {
      at = rows.apply(at, events.next(Duration.ZERO)).orElseThrow();
    }
  }
}

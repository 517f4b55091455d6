package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.history.RowUpdate.Kind;
import io.tidemark.history.Sums.Sum;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Closed;
import io.tidemark.projection.Accounts.Moved;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Projection<String, Sum> SUMS = Sums.named("sums").withHistory();

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private Watcher<String, Sum> watch(Filter filter) throws InterruptedException {
    return Watcher.of(lab.asking().of(SUMS), filter);
  }

  private void move(String account, long amount) {
    Accounts.append(lab.store(), account, new Moved(BigDecimal.valueOf(amount)));
  }

  @Test
  void tells_rows_that_come_change_and_go_by_what_is_watched_for() throws Exception {
    move("1", 5);
    lab.projections().catchUp(SUMS);
    Watcher<String, Sum> watcher = watch(Filter.where("total").atLeast(10));
    watcher.subscription().request(100);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(lab.projections().exactlyOnce(SUMS)).build()) {
      runner.start();
      move("1", 1); // not enough
      move("1", 10);
      move("1", 10);
      move("1", -20);
      move("2", 10);
      Accounts.append(lab.store(), "2", new Closed(Optional.empty()));

      assertThat(List.of(watcher.next(), watcher.next(), watcher.next()))
          .extracting(update -> update.kind() + " " + update.key() + " at " + update.position())
          .containsExactly("ADDED 1 at 3", "CHANGED 1 at 4", "REMOVED 1 at 5");
      RowUpdate<String, Sum> came = watcher.next();
      RowUpdate<String, Sum> went = watcher.next();
      assertThat(came.kind()).isEqualTo(Kind.ADDED);
      assertThat(came.before()).isEmpty();
      assertThat(went.kind()).isEqualTo(Kind.REMOVED);
      assertThat(went.before()).isEqualTo(came.after());
      assertThat(went.after()).isEmpty();
      assertThat(lab.asking().of(SUMS).position()).isGreaterThanOrEqualTo(went.position());
    }
    watcher.subscription().cancel();
    awaitEndOfThreads();
    assertThat(watcher.error()).isNull();
    assertThat(watcher.seen()).isEmpty();
  }

  @Test
  void what_is_told_makes_the_rows_of_now_out_of_those_of_then() throws Exception {
    Sums.append(lab.store(), 20, new Random(1));
    lab.projections().catchUp(SUMS);
    long began = lab.store().head();
    SortedMap<String, Sum> rows = new TreeMap<>();
    lab.asking().of(SUMS).findAll().forEach(sum -> rows.put(sum.account(), sum));
    Watcher<String, Sum> watcher = watch(Filter.all());
    watcher.subscription().request(Long.MAX_VALUE);
    watcher.subscription().request(Long.MAX_VALUE);
    for (int i = 0; i < 20; i++) {
      Sums.append(lab.store(), 50, new Random(100 + i));
      lab.projections().catchUp(SUMS);
    }
    List<Sum> expected = lab.asking().of(SUMS).findAll();

    Processes.await("all changes", () -> watcher.seen().size() >= changesAfter(began));
    for (RowUpdate<String, Sum> update : watcher.seen()) {
      assertThat(update.before()).isEqualTo(Optional.ofNullable(rows.remove(update.key())));
      update.after().ifPresent(sum -> rows.put(update.key(), sum));
    }
    assertThat(rows.values()).containsExactlyElementsOf(expected);
    assertThat(watcher.seen())
        .extracting(RowUpdate::position)
        .isSorted()
        .hasSize(changesAfter(began));
    watcher.subscription().cancel();
  }

  /** How often a row became another one after a position. */
  private int changesAfter(long position) {
    AtomicInteger changes = new AtomicInteger();
    Sums.folded(
        lab.store(),
        event -> true,
        (account, revision) -> changes.addAndGet(revision.position() > position ? 1 : 0));
    return changes.get();
  }

  @Test
  void hands_over_no_more_than_was_asked_for() throws Exception {
    move("1", 1);
    lab.projections().catchUp(SUMS);
    Watcher<String, Sum> watcher = watch(Filter.all());
    for (int i = 0; i < 10; i++) {
      move("1", 1);
    }
    lab.projections().catchUp(SUMS);
    watcher.subscription().request(2);
    assertThat(watcher.next().position()).isEqualTo(2);
    assertThat(watcher.next().position()).isEqualTo(3);
    assertThat(watcher.seen().poll(300, TimeUnit.MILLISECONDS)).isNull();

    watcher.subscription().request(1);
    assertThat(watcher.next().position()).isEqualTo(4);
    watcher.subscription().request(0);
    Processes.await("refusal", () -> watcher.error() instanceof IllegalArgumentException);
    awaitEndOfThreads();
  }

  @Test
  void one_that_slept_while_history_was_pruned_is_told_so() throws Exception {
    move("1", 1);
    lab.projections().catchUp(SUMS);
    Watcher<String, Sum> watcher = watch(Filter.all());
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(SUMS);
    History.of(lab.projections()).prune(SUMS, AsOf.position(3));

    watcher.subscription().request(1);
    Processes.await("end", () -> watcher.error() instanceof HistoryLostException);
    assertThat(watcher.seen()).isEmpty();
  }

  @Test
  void rows_without_history_cannot_be_watched() {
    assertThatThrownBy(() -> lab.asking().of(Sums.named("plain")).watch(Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot watch plain");
  }

  private static void awaitEndOfThreads() {
    Processes.await(
        "end of threads",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("tidemark-watch-sums")));
  }
}

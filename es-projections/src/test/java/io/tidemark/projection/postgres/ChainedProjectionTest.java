package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.AsOf;
import io.tidemark.RetryPolicy;
import io.tidemark.history.History;
import io.tidemark.history.RowUpdate;
import io.tidemark.history.Watcher;
import io.tidemark.parking.Parking;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Accounts.Moved;
import io.tidemark.projection.Accounts.Opened;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Owners;
import io.tidemark.projection.Owners.Held;
import io.tidemark.projection.Owners.Total;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.RowStep;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A projection that is made from the changes of the rows of another one. */
class ChainedProjectionTest {
  private static final Projection<String, Held> HELD = Owners.HELD;
  private static final Projection<String, Total> TOTALS = Owners.TOTALS;

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private List<Total> folded() {
    return folded(lab.store().head());
  }

  private List<Total> folded(long position) {
    return List.copyOf(Owners.folded(lab.store(), position).totals().values());
  }

  /** Keeps every step it is told, in memory. */
  private List<RowStep<String, Held>> stepsOf(Projection<String, Held> held) {
    List<RowStep<String, Held>> steps = new ArrayList<>();
    Projection<String, Total> listening =
        Projection.named("listening", Total.class, Total::owner)
            .fromChangesOf(held)
            .keyedBy((step, recorded) -> "all")
            .fold(
                (row, step, recorded) -> {
                  assertThat(step.event()).isEqualTo(recorded);
                  steps.add(step);
                  return row;
                });
    lab.projections().catchUp(listening);
    return steps;
  }

  @Test
  void a_row_that_goes_from_one_key_to_another_is_lost_here_and_won_there() {
    Accounts.append(lab.store(), "a", new Opened("Ann"));
    Accounts.append(lab.store(), "b", new Opened("Ann"));
    Accounts.append(lab.store(), "a", new Moved(BigDecimal.TEN));
    lab.projections().catchUp(TOTALS);
    assertThat(lab.stored(TOTALS))
        .extracting(Total::owner, Total::total, Total::accounts)
        .containsExactly(tuple("Ann", 10L, 2));

    Accounts.append(lab.store(), "a", new Opened("Bob"));
    lab.projections().catchUp(TOTALS);

    assertThat(lab.stored(TOTALS))
        .extracting(Total::owner, Total::total, Total::accounts)
        .containsExactly(tuple("Ann", 0L, 1), tuple("Bob", 10L, 1));
    lab.assertTrueToTheLog(TOTALS);
  }

  @Test
  void what_an_event_does_to_a_row_is_one_change_or_none() {
    Accounts.append(lab.store(), "a", new Moved(BigDecimal.ONE)); // of no row
    Accounts.appendUnknown(lab.store(), "a"); // is read as opened by Ann, and then by Bob
    Accounts.append(lab.store(), "a", new Moved(BigDecimal.ZERO)); // leaves the row as it was
    Accounts.append(lab.store(), "a", new Accounts.Closed(Optional.empty()));

    List<RowStep<String, Held>> steps = stepsOf(HELD);

    assertThat(steps).extracting(step -> step.event().position()).containsExactly(2L, 4L);
    Held opened = new Held("a", "Bob", 0);
    assertThat(steps)
        .extracting(RowStep::before)
        .containsExactly(Optional.empty(), Optional.of(opened));
    assertThat(steps)
        .extracting(RowStep::after)
        .containsExactly(Optional.of(opened), Optional.empty());
  }

  @Test
  void what_would_not_be_the_same_at_every_replay_is_refused() {
    assertThatThrownBy(
            () ->
                Projection.named("totals", Total.class, Total::owner)
                    .fromChangesOf(Accounts.BALANCES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid source of projection totals: expected changes of another read model with"
                + " history, that stops at errors, actual balances, one without history");
    assertThatThrownBy(() -> Owners.totals("totals", HELD.onFailure(FailurePolicy.PARK)))
        .hasMessageEndingWith("actual held, one that goes past events it cannot handle");
    assertThatThrownBy(() -> Owners.totals("held", HELD)).hasMessageEndingWith("held, itself");
    assertThatThrownBy(() -> Owners.sizes("held", TOTALS.withHistory()))
        .hasMessageEndingWith("actual totals, one that needs one of that name");
    assertThatThrownBy(() -> lab.projections().inline(TOTALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Projection totals cannot be run inline: expected one that needs no other read model,"
                + " actual one that needs [held]");
  }

  @Test
  void an_event_that_comes_by_two_ways_has_no_order_and_is_refused() {
    assertThatThrownBy(
            () ->
                TOTALS
                    .from("account", Accounts.CODEC)
                    .keyedBy((event, recorded) -> "x")
                    .fold((row, event, recorded) -> row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid source of projection totals: expected events that no other source has, actual"
                + " account beside changes of \"held\" (from account, mention)");
    assertThatThrownBy(
            () ->
                TOTALS
                    .fromChangesOf(Accounts.balances("balances").withHistory())
                    .keyedBy((step, recorded) -> "x")
                    .fold((row, step, recorded) -> row))
        .hasMessageContaining("actual changes of \"balances\" (from account) beside changes of");
  }

  @Test
  void other_events_may_come_beside_changes_and_folds_may_look_up_what_has_changed() {
    Projection<String, Balance> balances = Accounts.balances("balances").withHistory();
    Projection<String, Total> both =
        Projection.named("both", Total.class, Total::owner)
            .fromChangesOf(balances)
            .keyedBy((step, recorded) -> step.key())
            .lookingUp(balances, (step, recorded) -> step.key())
            .fold(
                (row, found, step, recorded) -> {
                  assertThat(found.in(balances)).isEqualTo(step.after());
                  return new Total(step.key(), recorded.position(), 0, "changed");
                })
            .from("mention", Accounts.MENTIONS)
            .keyedBy((event, recorded) -> ((Accounts.Mentioned) event).account())
            .fold(
                (row, event, recorded) ->
                    new Total(
                        ((Accounts.Mentioned) event).account(),
                        recorded.position(),
                        0,
                        "mentioned"));
    Accounts.append(lab.store(), "a", new Opened("Ann"));
    Accounts.append(lab.store(), "b", new Opened("Bob"));
    Accounts.mention(lab.store(), "t", "a");

    lab.projections().catchUp(both);

    assertThat(lab.stored(both))
        .containsExactly(new Total("a", 3, 0, "mentioned"), new Total("b", 2, 0, "changed"));
    lab.assertTrueToTheLog(both);
  }

  @Test
  void events_of_one_category_may_come_by_two_ways_if_each_comes_by_one() {
    Projection<String, Total> openings =
        Projection.named("openings", Total.class, Total::owner)
            .from("account", Accounts.CODEC)
            .ofTypes("Opened")
            .keyedBy((event, recorded) -> ((Opened) event).owner())
            .fold(
                (row, event, recorded) ->
                    new Total(((Opened) event).owner(), recorded.position(), 0, ""))
            .withHistory();
    Projection<String, Total> both =
        Projection.named("both", Total.class, Total::owner)
            .fromChangesOf(openings)
            .keyedBy((step, recorded) -> step.key())
            .fold((row, step, recorded) -> new Total(step.key(), recorded.position(), 1, ""))
            .from("account", Accounts.CODEC)
            .ofTypes("Moved")
            .keyedByStream()
            .fold(
                (row, event, recorded) ->
                    new Total(recorded.stream().key(), recorded.position(), 2, ""));
    Accounts.append(lab.store(), "a", new Opened("Ann"), new Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "a", new Accounts.Closed(Optional.empty()));

    lab.projections().catchUp(both);

    assertThat(lab.stored(both))
        .containsExactly(new Total("Ann", 1, 1, ""), new Total("a", 2, 2, ""));
    lab.assertTrueToTheLog(both);
  }

  @Test
  void a_fold_may_look_up_rows_that_follow_changes() {
    Projection<String, Total> totals = TOTALS.withHistory();
    Projection<String, Total> looking =
        Projection.named("looking", Total.class, Total::owner)
            .from("account", Owners.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .lookingUp(totals, (event, recorded) -> "owner 1")
            .fold(
                (row, found, event, recorded) ->
                    new Total(
                        recorded.stream().key(),
                        recorded.position(),
                        0,
                        found.in(totals).map(Total::trail).orElse("none")));
    Owners.history(lab.store(), 80, 1);

    lab.projections().catchUp(looking);

    assertThat(lab.stored(looking)).hasSize(5);
    for (Total row : lab.stored(looking)) {
      Optional<Total> then =
          Optional.ofNullable(Owners.folded(lab.store(), row.total()).totals().get("owner 1"));
      assertThat(row.trail()).isEqualTo(then.map(Total::trail).orElse("none"));
    }
    lab.assertTrueToTheLog(looking);
  }

  @Test
  void rows_by_changes_of_other_rows_are_refused_until_they_are_rebuilt() {
    Owners.history(lab.store(), 50, 1);
    lab.projections().catchUp(TOTALS);
    Projection<String, Held> newerHeld = HELD.withVersion(2);
    Projection<String, Total> newer = Owners.totals("totals", newerHeld);

    assertThatThrownBy(() -> lab.projections().exactlyOnce(newer).open())
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("from changes of \"held\" (from account, mention version 2)")
        .hasMessageContaining("from changes of \"held\" (from account, mention)");
    assertThatThrownBy(() -> lab.replays().rebuild(newer, progress -> {}))
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("Projection held has changed");

    lab.replays().rebuild(newerHeld, progress -> {});
    lab.replays().rebuild(newer, progress -> {});
    lab.assertTrueToTheLog(newer);
  }

  @Test
  void the_code_of_the_other_one_is_part_of_the_code() {
    Projection<String, Held> other =
        Projection.named("held", Held.class, Held::account)
            .from("account", Owners.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> null)
            .from("mention", Accounts.MENTIONS)
            .keyedByStream()
            .fold((row, event, recorded) -> null)
            .withHistory();
    Projection<String, Total> totals = Owners.totals("totals", other);

    assertThat(totals.sourcesText()).isEqualTo(TOTALS.sourcesText());
    assertThat(totals.foldVersion()).startsWith("code ").isNotEqualTo(TOTALS.foldVersion());
  }

  @Test
  void history_that_was_pruned_is_missed_and_not_taken_for_no_rows() {
    Owners.history(lab.store(), 100, 1);
    lab.projections().catchUp(TOTALS);
    History.of(lab.projections()).prune(HELD, AsOf.position(100));

    assertThatThrownBy(() -> lab.replays().rebuild(TOTALS, progress -> {}))
        .hasMessageContaining("Projection totals cannot look up in held")
        .hasMessageContaining("it was pruned");
    Owners.history(lab.store(), 20, 2);
    lab.projections().catchUp(TOTALS);
    assertThat(lab.stored(TOTALS)).containsExactlyElementsOf(folded());
  }

  @Test
  void a_read_model_that_is_paused_is_waited_for() {
    Owners.history(lab.store(), 50, 1);
    lab.projections().catchUp(HELD);
    lab.projections().pause(HELD);
    Owners.history(lab.store(), 50, 2);

    waitsFor(TOTALS, "paused at 50", () -> lab.projections().resume(HELD));

    assertThat(lab.stored(TOTALS)).containsExactlyElementsOf(folded());
  }

  /** It goes on trying, says why, and goes on as soon as it can. */
  private void waitsFor(Projection<?, ?> projection, String reason, Runnable mending) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(projection))
            .retry(RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(5)))
            .build()) {
      runner.start();
      Processes.await(
          "the reason", () -> runner.status().get(0).error().orElse("").contains(reason));
      assertThat(runner.status().get(0).state()).isNotEqualTo(SubscriberState.FAILED);

      mending.run();
      runner.catchUp(Duration.ofSeconds(30));
    }
  }

  /** Of an earlier definition with another policy. */
  @Test
  void a_read_model_of_which_rows_wait_is_waited_for() {
    Projection<String, Balance> poisoned = Accounts.poisoned(new BigDecimal("13")).withHistory();
    Projection<String, Balance> mended = Accounts.balances("poisoned").withHistory();
    Projection<String, Total> moves =
        Projection.named("moves", Total.class, Total::owner)
            .fromChangesOf(mended)
            .keyedBy((step, recorded) -> step.key())
            .fold(
                (row, step, recorded) ->
                    new Total(step.key(), row == null ? 1 : row.total() + 1, 0, ""));
    Accounts.append(lab.store(), "a", new Opened("Ann"), new Moved(new BigDecimal("13")));
    lab.projections().catchUp(poisoned.onFailure(FailurePolicy.PARK));

    waitsFor(
        moves,
        "expected rows of which none waits, actual 1 events that are parked",
        () -> Parking.of(lab.projections()).redrive(mended));

    assertThat(lab.stored(moves)).containsExactly(new Total("a", 2, 0, ""));
    lab.assertTrueToTheLog(moves);
  }

  @Test
  void an_event_that_the_other_one_cannot_handle_stops_it_there() {
    Projection<String, Balance> poisoned = Accounts.poisoned(new BigDecimal("13")).withHistory();
    Projection<String, Total> moves =
        Projection.named("moves", Total.class, Total::owner)
            .fromChangesOf(poisoned)
            .keyedBy((step, recorded) -> step.key())
            .fold((row, step, recorded) -> new Total(step.key(), recorded.position(), 0, ""));
    Accounts.append(lab.store(), "a", new Opened("Ann"), new Moved(new BigDecimal("13")));
    Accounts.append(lab.store(), "b", new Opened("Bob"));

    assertThatThrownBy(() -> lab.projections().catchUp(moves))
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContaining("cannot take 13");
    assertThat(lab.asking().of(moves).position()).isLessThan(2);
  }

  /** Between the two changes that wait is one for another key, which does not. */
  @Test
  void a_change_that_waited_comes_with_the_row_right_before_it() {
    AtomicLong poison = new AtomicLong(2);
    Projection<String, Total> lastWon =
        Projection.named("last_won", Total.class, Total::owner)
            .fromChangesOf(HELD)
            .keyedBy((step, recorded) -> step.after().map(Held::owner).orElse(null))
            .fold(
                (row, step, recorded) -> {
                  if (recorded.position() == poison.get()) {
                    throw new IllegalStateException("cannot take it");
                  }
                  Held before = step.before().orElse(new Held("", "nobody", 0));
                  Held after = step.after().orElseThrow();
                  return new Total(after.owner(), before.balance(), 0, before.owner());
                })
            .onFailure(FailurePolicy.PARK);
    Accounts.append(lab.store(), "a", new Opened("Ann"), new Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), "a", new Opened("Bob"), new Moved(BigDecimal.TEN));
    Accounts.append(lab.store(), "a", new Opened("Ann"));
    lab.projections().catchUp(lastWon);
    assertThat(lab.stored(lastWon))
        .containsExactly(new Total("Ann", 0, 0, "nobody"), new Total("Bob", 1, 0, "Bob"));

    poison.set(0);
    Parking.of(lab.projections()).redrive(lastWon);

    assertThat(lab.stored(lastWon))
        .containsExactly(new Total("Ann", 11, 0, "Bob"), new Total("Bob", 1, 0, "Bob"));
    lab.assertTrueToTheLog(lastWon);
  }

  @Test
  void an_event_that_waited_is_told_what_changed_when_it_came() {
    Owners.history(lab.store(), 80, 1);
    Projection<String, Total> poisoned =
        Owners.totals("totals", HELD, position -> position > 20 && position % 3 == 0)
            .onFailure(FailurePolicy.PARK);
    lab.projections().catchUp(poisoned);
    assertThat(Parking.of(lab.projections()).count(poisoned).parked()).isPositive();
    Owners.history(lab.store(), 40, 2);
    lab.projections().catchUp(HELD);

    lab.projections().catchUp(poisoned);
    Parking.of(lab.projections()).redrive(TOTALS);

    assertThat(lab.stored(TOTALS)).containsExactlyElementsOf(folded());
    lab.assertTrueToTheLog(TOTALS);
  }

  @Test
  void in_memory_nothing_is_told_twice_after_an_event_that_was_refused() {
    Owners.history(lab.store(), 80, 1);
    AtomicLong poison = new AtomicLong(40);
    Projection<String, Total> poisoned =
        Owners.totals("totals", HELD, position -> position > poison.get());
    InMemoryProjection<String, Total> memory = InMemoryProjection.of(poisoned, lab.store());
    assertThatThrownBy(() -> catchUp(memory)).hasMessageContaining("cannot take");
    long reached = memory.open().position();
    assertThat(reached).isBetween(40L, 60L);
    assertThat(memory.list()).containsExactlyElementsOf(folded(reached));

    poison.set(Long.MAX_VALUE);
    catchUp(memory);

    assertThat(memory.list()).containsExactlyElementsOf(folded());
  }

  private void catchUp(InMemoryProjection<?, ?> memory) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(memory)
            .retry(RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(5)))
            .build()) {
      runner.catchUp();
    }
  }

  @Test
  void what_if_the_log_ended_earlier_or_the_code_were_other_is_asked() {
    Owners.history(lab.store(), 60, 1);
    lab.projections().catchUp(TOTALS);

    ComparisonReport earlier = lab.replays().whatIf(TOTALS).until(AsOf.position(30)).compare();
    ComparisonReport none =
        lab.replays()
            .whatIf(TOTALS)
            .with(
                Projection.named("totals", Total.class, Total::owner)
                    .fromChangesOf(HELD)
                    .keyedBy((step, recorded) -> "nobody")
                    .fold((row, step, recorded) -> null))
            .compare();

    assertThat(earlier.isEmpty()).isEqualTo(folded(30).equals(folded(60))).isFalse();
    assertThat(none.missing()).isEqualTo(folded().size());
    assertThat(lab.replays().whatIf(TOTALS).until(AsOf.position(60)).compare().isEmpty()).isTrue();
  }

  @Test
  void killed_amid_its_work_it_is_told_every_change_once() throws Exception {
    Owners.history(lab.store(), 1_500, 1);
    for (int i = 1; i <= 3; i++) {
      long before = lab.asking().of(TOTALS).position();
      Process process = ProjectingProcess.start(lab.database(), "chained");
      Processes.await("progress", () -> lab.asking().of(TOTALS).position() > before + 50);
      LockSupport.parkNanos(i * 10_000_000L); // else it would always be right after a batch
      process.destroyForcibly().waitFor();
    }
    assertThat(lab.asking().of(TOTALS).position()).isLessThan(1_500);

    lab.projections().catchUp(TOTALS);

    assertThat(lab.stored(TOTALS)).containsExactlyElementsOf(folded());
    lab.assertTrueToTheLog(TOTALS);
  }

  @Test
  void its_own_changes_are_published() throws InterruptedException {
    Projection<String, Total> totals = TOTALS.withHistory();
    Accounts.append(lab.store(), "a", new Opened("Ann"));
    lab.projections().catchUp(totals);
    Watcher<String, Total> changes = Watcher.ofAll(lab.asking().of(totals));

    Accounts.append(lab.store(), "a", new Opened("Bob"));
    lab.projections().catchUp(totals);

    RowUpdate<String, Total> lost = changes.next();
    RowUpdate<String, Total> won = changes.next();
    assertThat(List.of(lost.key(), won.key())).containsExactly("Ann", "Bob");
    assertThat(lost.after()).isEmpty();
    assertThat(won.after()).contains(Owners.folded(lab.store(), 2).totals().get("Bob"));
  }
}

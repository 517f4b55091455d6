package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RetryPolicy;
import io.tidemark.history.History;
import io.tidemark.history.RowUpdate;
import io.tidemark.history.Watcher;
import io.tidemark.parking.Parking;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.LookedUp;
import io.tidemark.projection.Notes;
import io.tidemark.projection.Notes.Note;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.Watches;
import io.tidemark.projection.memory.InMemoryProjection;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fold that looks up rows of another read model. */
class LookUpTest {
  private static final Projection<String, Balance> BALANCES = Notes.balances("balances");
  private static final Projection<String, Note> NOTES = Notes.looking("notes", BALANCES);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private List<Note> folded() {
    return List.copyOf(Notes.folded(lab.store(), lab.store().head()).values());
  }

  private static Projection<String, Note> looking(Projection<String, Balance> other) {
    return Projection.named("notes", Note.class, Note::key)
        .from("mention", Accounts.MENTIONS)
        .keyedByStream()
        .lookingUp(other, (event, recorded) -> "a1")
        .fold((row, found, event, recorded) -> row);
  }

  @Test
  void what_would_not_be_the_same_at_every_replay_is_refused() {
    assertThatThrownBy(() -> looking(Accounts.BALANCES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid look-up of projection notes in balances: expected another read model with"
                + " history, that stops at errors and looks nothing up itself, actual one without"
                + " history");
    assertThatThrownBy(() -> looking(BALANCES.onFailure(FailurePolicy.SKIP)))
        .hasMessageEndingWith("actual one that goes past events it cannot handle");
    assertThatThrownBy(() -> looking(Notes.balances("notes")))
        .hasMessageEndingWith("actual itself");
    Projection<String, Note> chained = Notes.looking("chained", BALANCES).withHistory();
    assertThatThrownBy(
            () ->
                Projection.named("notes", Note.class, Note::key)
                    .from("mention", Accounts.MENTIONS)
                    .keyedByStream()
                    .lookingUp(chained, (event, recorded) -> "a1"))
        .hasMessageEndingWith("actual one that looks up others");
    assertThatThrownBy(() -> lab.projections().inline(NOTES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Projection notes cannot be run inline: expected one that needs no other read model,"
                + " actual one that needs [balances]");
  }

  @Test
  void only_what_the_definition_gives_a_key_for_can_be_found() {
    Projection<String, Note> wrong =
        Projection.named("notes", Note.class, Note::key)
            .from("mention", Accounts.MENTIONS)
            .keyedByStream()
            .lookingUp(BALANCES, (event, recorded) -> null)
            .fold(
                (row, found, event, recorded) -> {
                  assertThat(found.in(BALANCES)).isEmpty();
                  return new Note("t", nameOfWrongLookUp(found), 1);
                });
    Accounts.mention(lab.store(), "t", "a1");

    lab.projections().catchUp(wrong);

    assertThat(lab.stored(wrong))
        .containsExactly(
            new Note("t", "Invalid look-up: expected one in [balances], actual one in other", 1));
  }

  private static String nameOfWrongLookUp(LookedUp found) {
    try {
      found.in(Notes.balances("other"));
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void other_rows_that_do_not_fit_are_refused_until_they_are_rebuilt() {
    Notes.history(lab.store(), 50, 1);
    lab.projections().catchUp(Notes.looking("notes", BALANCES));
    Projection<String, Note> newer = Notes.looking("notes", BALANCES.withVersion(2));

    assertThatThrownBy(() -> lab.projections().exactlyOnce(newer).open())
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("looking up balances (from account version 2)")
        .hasMessageContaining("looking up balances (from account)");
    assertThatThrownBy(() -> lab.replays().rebuild(newer, progress -> {}))
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("Projection balances has changed");

    lab.replays().rebuild(BALANCES.withVersion(2), progress -> {});
    lab.replays().rebuild(newer, progress -> {});
    lab.assertTrueToTheLog(newer);
  }

  @Test
  void history_that_was_pruned_is_missed_and_not_taken_for_no_rows() {
    Notes.history(lab.store(), 100, 1);
    lab.projections().catchUp(NOTES);
    History.of(lab.projections()).prune(BALANCES, AsOf.position(50));

    assertThatThrownBy(() -> lab.replays().rebuild(NOTES, progress -> {}))
        .hasMessageContaining("Projection notes cannot look up in balances")
        .hasMessageContaining("it was pruned");
    Notes.history(lab.store(), 20, 2);
    lab.projections().catchUp(NOTES);
    assertThat(lab.stored(NOTES)).containsExactlyElementsOf(folded());
  }

  @Test
  void a_read_model_that_is_paused_is_waited_for() {
    Notes.history(lab.store(), 50, 1);
    lab.projections().catchUp(BALANCES);
    lab.projections().pause(BALANCES);
    Notes.history(lab.store(), 50, 2);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(NOTES))
            .retry(RetryPolicy.of(2, Duration.ofMillis(1), Duration.ofMillis(5)))
            .build()) {
      runner.start();
      Processes.await(
          "the reason", () -> runner.status().get(0).error().orElse("").contains("paused at 50"));
      assertThat(runner.status().get(0).state()).isNotEqualTo(SubscriberState.FAILED);
      assertThat(lab.asking().of(BALANCES).position()).isEqualTo(50);

      lab.projections().resume(BALANCES);
      runner.catchUp(Duration.ofSeconds(30));
    }
    assertThat(lab.stored(NOTES)).containsExactlyElementsOf(folded());
  }

  @Test
  void a_read_model_that_is_paused_while_it_is_brought_forward_stays_where_it_is() {
    AtomicReference<Runnable> amid = new AtomicReference<>(() -> {});
    AtomicBoolean done = new AtomicBoolean();
    Projection<String, Balance> balances =
        Projection.named("balances", Balance.class, Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy(
                (event, recorded) -> {
                  if (recorded.position() > 6_300 && !done.getAndSet(true)) {
                    amid.get().run();
                  }
                  return recorded.stream().key();
                })
            .fold((row, event, recorded) -> row)
            .withHistory();
    amid.set(() -> assertThat(lab.projections().pause(balances)).isTrue());
    Accounts.history(lab.store(), 6_500, 1);
    long mention = Accounts.mention(lab.store(), "t", "a1");

    assertThatThrownBy(() -> lab.projections().catchUp(looking(balances)))
        .hasRootCauseInstanceOf(LookUpNotReadyException.class);

    assertThat(done).isTrue();
    assertThat(lab.asking().of(balances).position()).isLessThan(mention);
  }

  @Test
  void rows_that_other_code_makes_are_not_brought_forward_by_this_one() {
    Projection<String, Balance> other =
        Projection.named("balances", Balance.class, Balance::account)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> null)
            .withHistory();
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(BALANCES);
    Accounts.history(lab.store(), 50, 2);
    Accounts.mention(lab.store(), "t", "a1");

    assertThatThrownBy(() -> lab.projections().catchUp(Notes.looking("notes", other)))
        .hasRootCauseInstanceOf(LookUpNotReadyException.class)
        .rootCause()
        .hasMessageContaining("rows of other code");

    lab.projections().catchUp(BALANCES);
    assertThat(lab.replays().verify(BALANCES).isClean()).isTrue();
  }

  @Test
  void an_event_that_the_other_one_cannot_handle_stops_it_there() {
    Projection<String, Balance> poisoned = Accounts.poisoned(new BigDecimal("13")).withHistory();
    Projection<String, Note> notes = Notes.looking("notes", poisoned);
    Notes.history(lab.store(), 30, 1);
    Accounts.append(lab.store(), "a1", new Accounts.Moved(new BigDecimal("13")));
    Accounts.mention(lab.store(), "t", "a1");

    assertThatThrownBy(() -> lab.projections().catchUp(notes))
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContaining("cannot take 13");
    assertThat(lab.asking().of(notes).position()).isLessThan(31);
    assertThat(Notes.folded(lab.store(), lab.asking().of(notes).position()).values())
        .containsExactlyElementsOf(lab.stored(notes));
  }

  /** Nobody else runs it, so it is brought forward for the look-up. */
  @Test
  void an_event_that_the_other_one_cannot_handle_stops_nobody_who_needs_what_was_before() {
    Projection<String, Balance> poisoned = Accounts.poisoned(new BigDecimal("13")).withHistory();
    Notes.history(lab.store(), 30, 1);
    Accounts.append(lab.store(), "a1", new Accounts.Moved(new BigDecimal("7")));
    long mention = Accounts.mention(lab.store(), "t", "a1");
    Accounts.append(lab.store(), "a2", new Accounts.Moved(new BigDecimal("1")));
    Accounts.append(lab.store(), "a1", new Accounts.Moved(new BigDecimal("13")));

    lab.projections().catchUp(found("found", poisoned));

    assertThat(lab.stored(found("found", poisoned)))
        .contains(new Note("t", lab.asking().of(poisoned).find("a1").toString(), 1));
    assertThat(lab.asking().of(poisoned).position()).isEqualTo(mention);
  }

  private static Projection<String, Note> found(String name, Projection<String, Balance> other) {
    return Projection.named(name, Note.class, Note::key)
        .from("mention", Accounts.MENTIONS)
        .keyedByStream()
        .lookingUp(other, (event, recorded) -> "a1")
        .fold(
            (row, found, event, recorded) ->
                new Note(recorded.stream().key(), found.in(other).toString(), 1));
  }

  @Test
  void one_read_model_in_several_objects_is_one() {
    Projection<String, Note> once = founds(BALANCES, BALANCES);
    Projection<String, Note> twice = founds(Notes.balances("balances"), Notes.balances("balances"));
    Notes.history(lab.store(), 60, 1);
    lab.projections().catchUp(twice);

    assertThat(twice.upstream()).hasSize(1);
    assertThat(twice.madeOfText()).isEqualTo(once.madeOfText());
    assertThat(lab.replays().verify(once).isClean()).isTrue();
    lab.assertTrueToTheLog(twice);
  }

  @Test
  void two_definitions_of_one_name_are_refused() {
    assertThatThrownBy(() -> founds(BALANCES, BALANCES.withVersion(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Invalid source of projection founds: expected one definition of balances, actual two that differ: ")
        .hasMessageContaining("from account (code ")
        .hasMessageContaining("from account version 2 (version 2)");
    Projection<String, Balance> byOtherCode =
        Projection.named("balances", Balance.class, Balance::account)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> row)
            .withHistory();
    assertThatThrownBy(() -> founds(BALANCES, byOtherCode))
        .hasMessageContaining("actual two that differ");
  }

  /** Looks up in both, and is made from the changes of the second besides. */
  private static Projection<String, Note> founds(
      Projection<String, Balance> first, Projection<String, Balance> second) {
    return found("founds", first)
        .fromChangesOf(second)
        .keyedBy((step, recorded) -> "of " + step.key())
        .lookingUp(Notes.balances("balances"), (step, recorded) -> step.key())
        .fold(
            (row, found, step, recorded) ->
                new Note("of " + step.key(), found.in(first) + " by " + step.after(), 1));
  }

  @Test
  void an_event_that_waited_finds_what_was_there_when_it_came() {
    Notes.history(lab.store(), 60, 1);
    Projection<String, Note> poisoned =
        Notes.looking("notes", BALANCES, position -> position > 20).onFailure(FailurePolicy.PARK);
    lab.projections().catchUp(poisoned);
    assertThat(Parking.of(lab.projections()).count(poisoned).parked()).isPositive();
    Notes.history(lab.store(), 60, 2);
    lab.projections().catchUp(BALANCES);

    lab.projections().catchUp(NOTES);
    Parking.of(lab.projections()).redrive(NOTES);

    assertThat(lab.stored(NOTES)).containsExactlyElementsOf(folded());
    lab.assertTrueToTheLog(NOTES);
  }

  @Test
  void a_row_that_waited_looks_up_what_it_would_have_then() {
    Notes.history(lab.store(), 60, 1);
    Projection<String, Note> poisoned =
        Watches.watching("watches", BALANCES, position -> position > 20)
            .onFailure(FailurePolicy.PARK);
    lab.projections().catchUp(poisoned);
    assertThat(Parking.of(lab.projections()).count(poisoned).parked()).isPositive();
    Notes.history(lab.store(), 60, 2);
    lab.projections().catchUp(BALANCES);
    Projection<String, Note> mended = Watches.watching("watches", BALANCES);

    lab.projections().catchUp(mended);
    Parking.of(lab.projections()).redrive(mended);

    assertThat(lab.stored(mended))
        .containsExactlyElementsOf(Watches.folded(lab.store(), lab.store().head()).values());
    lab.assertTrueToTheLog(mended);
  }

  @Test
  void in_memory_nothing_is_found_twice_after_an_event_that_was_refused() {
    Notes.history(lab.store(), 60, 1);
    Projection<String, Note> poisoned = Notes.looking("notes", BALANCES, position -> position > 40);
    InMemoryProjection<String, Note> memory = InMemoryProjection.of(poisoned, lab.store());
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(memory)
            .retry(RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(5)))
            .build()) {
      assertThatThrownBy(runner::catchUp).hasMessageContaining("cannot take");
    }
    long reached = memory.open().position();
    Map<String, Note> expected = Notes.folded(lab.store(), reached);
    assertThat(reached).isBetween(40L, 60L);
    assertThat(memory.list()).containsExactlyElementsOf(expected.values());
  }

  @Test
  void changes_are_published_with_what_was_found() throws InterruptedException {
    Projection<String, Note> notes = NOTES.withHistory();
    Notes.history(lab.store(), 30, 1);
    lab.projections().catchUp(notes);
    Watcher<String, Note> changes = Watcher.ofAll(lab.asking().of(notes));

    long position = Accounts.mention(lab.store(), "t", "a1");
    lab.projections().catchUp(notes);

    RowUpdate<String, Note> update = changes.next();
    assertThat(update.position()).isEqualTo(position);
    assertThat(update.after()).contains(Notes.folded(lab.store(), position).get("a1"));
  }
}

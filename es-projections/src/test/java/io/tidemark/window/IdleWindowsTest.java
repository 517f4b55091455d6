package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.postgres.StoredProjection;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.tick.Tick;
import io.tidemark.reaction.Reaction;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.store.EventBatch;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.Subscription;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.window.NaiveWindows.Stretch;
import io.tidemark.window.Payments.Noted;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows that close by the clock, since it is quiet. */
class IdleWindowsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration QUIET = Duration.ofMillis(30);
  private static final Projection<WindowKey<String>, Stretch> MINUTES =
      Stretch.in("minutes", Window.tumbling(MINUTE).whenClosed(Duration.ZERO).idleAfter(QUIET))
          .withHistory();
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void the_last_window_closes_and_an_event_for_it_corrects_it_in_one_process() {
    closesAndCorrects(1);
  }

  @Test
  void the_last_window_closes_and_an_event_for_it_corrects_it_over_shards() {
    closesAndCorrects(3);
  }

  private void closesAndCorrects(int shards) {
    for (String account : List.of("a", "b", "c", "d")) {
      append(account, 0);
    }
    long closed = lab.store().head();
    run(shards, () -> await(1, 1, 1, 1));
    assertThat(ticks()).extracting(Tick::position).containsExactly(closed);
    append("a", 30);
    run( // by another process, as it were
        shards,
        () -> {
          await(2, 1, 1, 1);
          append("b", 600);
          await(2, 1, 1, 1, 1);
        });
    assertSameInEveryReplay();
    assertThat(sizes(MINUTES, closed - 1)).isEmpty();
    assertThat(sizes(MINUTES, closed)).containsExactly(1, 1, 1, 1);
    assertThat(sizes(MINUTES, closed + 1)).containsExactly(2, 1, 1, 1);
    assertThat(ticks()).as("time had gone on already").hasSize(1);
  }

  private void run(int shards, Runnable meanwhile) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(MINUTES, shards))
            .build()) {
      runner.start();
      meanwhile.run();
    }
  }

  private void await(Integer... sizes) {
    Processes.await(
        "windows",
        () -> sizes(MINUTES).stream().sorted().toList().equals(Stream.of(sizes).sorted().toList()));
  }

  /** Rows, and what they were, are the same whoever makes them. */
  private void assertSameInEveryReplay() {
    List<Stretch> rows = lab.stored(MINUTES);
    LiveProjection<WindowKey<String>, Stretch> live =
        LiveProjection.of(MINUTES, lab.store()).withTicks(lab.projections().ticks());
    assertThat(live.rows(AsOf.latest()).values()).containsExactlyElementsOf(rows);
    for (int pass = 0; pass < 2; pass++) {
      for (long position = 0; position <= lab.store().head(); position++) {
        assertThat(lab.asking().of(MINUTES).asOf(AsOf.position(position)).findAll())
            .as("as of %d", position)
            .containsExactlyElementsOf(live.rows(AsOf.position(position)).values());
      }
      assertThat(lab.replays().verify(MINUTES).isClean()).isTrue();
      lab.replays().rebuild(MINUTES, RebuildOptions.defaults(), progress -> {});
      assertThat(lab.stored(MINUTES)).containsExactlyElementsOf(rows);
    }
  }

  sealed interface Told {}

  record Closed(String account, int events) implements Told {}

  /** Also by those that make the rows again from the begin, where the tick is in a batch. */
  @Test
  void what_closes_by_the_clock_is_reacted_to_once() {
    EventCodec<Told> codec = JacksonEventCodec.ofSealed(Told.class);
    Projection<WindowKey<String>, Stretch> reacting =
        Reaction.to(MINUTES)
            .whenAppears(row -> true)
            .append("told", Stretch::account, row -> new Closed(row.account(), row.events()), codec)
            .projection();
    for (String account : List.of("a", "b", "c", "d")) {
      append(account, 0);
    }
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(reacting, 2))
            .build()) {
      runner.start();
      Processes.await("events", () -> told().size() == 4);
    }
    append("a", 30);
    lab.projections().catchUp(reacting);
    lab.replays().rebuild(reacting, RebuildOptions.defaults(), progress -> {});
    lab.jdbc()
        .update("truncate tidemark.minutes, tidemark.minutes_history, tidemark.minutes_state");
    lab.jdbc()
        .update(
            "update tidemark.projections set position = 0, event_id = null, epoch = epoch + 7,"
                + " handled = 0, digest = 0");
    lab.projections().catchUp(reacting);

    assertThat(sizes(reacting)).containsExactlyInAnyOrder(2, 1, 1, 1);
    assertThat(told())
        .hasSize(4)
        .allMatch(event -> event.metadata().causationId().isEmpty())
        .extracting(event -> codec.decode(event))
        .contains(List.of(new Closed("a", 1)));
  }

  private List<RecordedEvent> told() {
    try (Stream<RecordedEvent> events =
        lab.store().readAll(LogQuery.all().categories(Set.of("told")))) {
      return events.toList();
    }
  }

  @Test
  void where_nothing_waits_and_where_it_is_not_quiet_nothing_is_written() {
    StoredProjection<?, ?> rows = rows(Slot.SERVING, Shard.WHOLE);
    Checkpoint at = rows.open();
    assertThat(quiet(rows, at)).hasValue(at);
    append("a", 0);
    at = step(rows, at);
    assertThat(rows.idle(at)).as("it was not quiet").hasValue(at);
    at = quiet(rows, at).orElseThrow();
    assertThat(sizes(MINUTES)).containsExactly(1);
    for (int i = 0; i < 3; i++) {
      assertThat(quiet(rows, at)).as("nothing waits").hasValue(at);
    }
    Payments.append(lab.store(), "a", Instant.now().plus(Duration.ofMinutes(5)), new Noted("n"));
    at = step(rows, at);
    assertThat(quiet(rows, at)).as("not over yet").hasValue(at);
    assertThat(ticks()).hasSize(1);
  }

  @Test
  void a_log_that_goes_on_is_not_quiet() {
    append("a", 0);
    StoredProjection<?, ?> rows = rows(Slot.SERVING, Shard.WHOLE);
    Checkpoint at = step(rows, rows.open());
    LockSupport.parkNanos(QUIET.toNanos());
    append("b", 1);
    assertThat(rows.idle(at)).as("there is more").hasValue(at);
    at = step(rows, at);
    assertThat(rows.idle(at)).hasValue(at);
    assertThat(ticks()).isEmpty();
  }

  @Test
  void time_goes_on_in_all_shards_at_once_or_in_none() {
    lab.projections().catchUp(MINUTES);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().sharded(MINUTES, 3))
            .build()) {
      runner.catchUp(MINUTE);
    }
    for (String account : List.of("a", "b", "c", "d")) {
      append(account, 0);
    }
    List<StoredProjection<WindowKey<String>, Stretch>> shards =
        IntStream.range(0, 3).mapToObj(i -> rows(Slot.SERVING, new Shard(i, 3))).toList();
    List<Checkpoint> begun = shards.stream().map(StoredProjection::open).toList();
    Checkpoint first = step(shards.get(0), begun.get(0));
    Checkpoint second = step(shards.get(1), begun.get(1));
    assertThat(quiet(shards.get(0), first)).as("a shard is behind").hasValue(first);
    assertThat(ticks()).isEmpty();
    assertThat(sizes(MINUTES)).isEmpty();

    step(shards.get(2), begun.get(2));
    append("a", 1);
    Checkpoint ahead = step(shards.get(2), shards.get(2).open());
    assertThat(quiet(shards.get(0), first)).as("a shard is ahead").hasValue(first);
    assertThat(ticks()).isEmpty();

    first = step(shards.get(0), first);
    second = step(shards.get(1), second);
    Checkpoint ticked = quiet(shards.get(0), first).orElseThrow();
    assertThat(ticked).isNotEqualTo(first);
    assertThat(ticks()).hasSize(1);
    assertThat(sizes(MINUTES)).containsExactly(2, 1, 1, 1);

    assertThat(quiet(shards.get(2), ahead)).as("was overtaken").isEmpty();
    append("b", 2);
    EventBatch more = batch(shards.get(1), second);
    assertThat(shards.get(1).apply(second, more)).as("does not know of the tick").isEmpty();
    step(shards.get(0), ticked);
    step(shards.get(1), shards.get(1).open());
    step(shards.get(2), shards.get(2).open());
    assertThat(sizes(MINUTES)).containsExactly(2, 2, 1, 1);
    assertSameInEveryReplay();
  }

  @Test
  void a_tick_is_kept_with_what_it_did_or_not_at_all() {
    append("a", 0);
    StoredProjection<?, ?> rows = rows(Slot.SERVING, Shard.WHOLE);
    Checkpoint at = step(rows, rows.open());
    for (String table : List.of("minutes", "minutes_state", "projections")) {
      lab.jdbc()
          .update(
              "create or replace function tidemark.refuse() returns trigger language plpgsql as"
                  + " $$ begin raise exception 'no'; end $$");
      lab.jdbc()
          .update(
              "create trigger refused before insert or update on tidemark.%s for each row execute function tidemark.refuse()"
                  .formatted(table));
      assertThatThrownBy(() -> quiet(rows, at)).isInstanceOf(StatementFailedException.class);
      lab.jdbc().update("drop trigger refused on tidemark." + table);
      assertThat(ticks()).as(table).isEmpty();
      assertThat(sizes(MINUTES)).as(table).isEmpty();
    }
    assertThat(quiet(rows, at)).isPresent().get().isNotEqualTo(at);
    assertThat(sizes(MINUTES)).containsExactly(1);
    assertSameInEveryReplay();
  }

  /** That is seen by the tick, which then does not come, or sees it. */
  @Test
  void rows_that_are_made_anew_meanwhile_are_told_of_it_too() {
    append("a", 0);
    StoredProjection<?, ?> serving = rows(Slot.SERVING, Shard.WHOLE);
    Checkpoint at = step(serving, serving.open());
    StoredProjection<?, ?> anew = rows(Slot.REBUILD, Shard.WHOLE);
    Checkpoint made = step(anew, anew.open());
    at = quiet(serving, at).orElseThrow();
    assertThat(ticks()).hasSize(1);

    append("a", 1);
    at = step(serving, at);
    Checkpoint before = at;
    assertThat(step(anew, made).position()).isEqualTo(at.position());
    assertThat(madeAnew(MINUTES)).get().extracting(Stretch::events).isEqualTo(2);

    append("a", 300);
    step(anew, anew.open());
    assertThat(quiet(serving, before)).as("one that is made is ahead").hasValue(before);
    assertThat(ticks()).hasSize(1);
  }

  /** It comes after the builder has read the ticks, and before it has locked its checkpoint. */
  @Test
  void a_batch_that_was_folded_without_a_tick_is_folded_again() {
    append("a", 0);
    rows(Slot.SERVING, Shard.WHOLE).open(); // makes the tables
    String tick = "insert into tidemark.ticks values ('counts', 1, '2026-03-01 10:01:00Z')";
    Projection<WindowKey<String>, Counted> counts =
        Windows.named("counts", Counted.class, Counted::account)
            .from("account", Payments.CODEC)
            .keyedBy(
                (event, recorded) -> {
                  if (recorded.position() == 2) {
                    lab.jdbc().update(tick + " on conflict do nothing");
                  }
                  return recorded.stream().key();
                })
            .over(Window.tumbling(MINUTE).whenClosed(Duration.ZERO))
            .accumulate(Counted::events, Accumulators.count())
            .projection();
    StoredProjection<?, ?> anew =
        new StoredProjection<>(lab.projections().schema(), counts, Slot.REBUILD);
    Checkpoint made = step(anew, anew.open());
    append("a", 1);

    assertThat(step(anew, made).position()).isEqualTo(2);

    assertThat(madeAnew(counts)).hasValue(new Counted("a", TEN, TEN.plus(MINUTE), 2));
  }

  record Counted(String account, Instant from, Instant to, long events) {}

  @Test
  void an_idle_time_that_would_do_nothing_is_refused() {
    Window window = Window.tumbling(MINUTE).idleAfter(MINUTE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stretch.in("at_once", window))
        .withMessageContaining("whenClosed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Window.session(MINUTE).idleAfter(Duration.ofNanos(999_999)))
        .withMessageContaining("at least 1 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lab.projections().inline(MINUTES))
        .withMessageContaining("idle time");
  }

  /** The row of ten o'clock. */
  private <V> Optional<V> madeAnew(Projection<WindowKey<String>, V> projection) {
    WindowKey<String> key = new WindowKey<>("a", TEN);
    return Optional.ofNullable(
        lab.jdbc()
            .inSession(
                session ->
                    lab.projections()
                        .schema()
                        .table(projection, Slot.REBUILD)
                        .load(session, Set.of(key))
                        .get(key)));
  }

  private Optional<Checkpoint> quiet(StoredProjection<?, ?> rows, Checkpoint at) {
    LockSupport.parkNanos(QUIET.multipliedBy(2).toNanos());
    return rows.idle(at);
  }

  private StoredProjection<WindowKey<String>, Stretch> rows(Slot slot, Shard shard) {
    return new StoredProjection<>(lab.projections().schema(), MINUTES, slot, shard);
  }

  private Checkpoint step(StoredProjection<?, ?> rows, Checkpoint from) {
    return rows.apply(from, batch(rows, from)).orElseThrow();
  }

  private EventBatch batch(StoredProjection<?, ?> rows, Checkpoint from) {
    Subscription events = Subscription.of(lab.store(), rows.query());
    events.seek(from.place());
    return events.next(Duration.ZERO);
  }

  private void append(String account, long second) {
    Payments.append(lab.store(), account, TEN.plusSeconds(second), new Noted("n"));
  }

  private List<Integer> sizes(Projection<?, Stretch> projection) {
    return lab.stored(projection).stream().map(Stretch::events).toList();
  }

  private List<Integer> sizes(Projection<?, Stretch> projection, long position) {
    return lab.asking().of(projection).asOf(AsOf.position(position)).findAll().stream()
        .map(Stretch::events)
        .toList();
  }

  private List<Tick> ticks() {
    return lab.projections().ticks().between("minutes", 0, Long.MAX_VALUE);
  }
}

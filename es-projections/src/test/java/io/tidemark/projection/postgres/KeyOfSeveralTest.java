package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.parking.Parking;
import io.tidemark.parking.RedriveReport;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Days;
import io.tidemark.projection.Days.Day;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.RowPage;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.VerificationReport;
import io.tidemark.row.Decimal;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriberFailedException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that are told apart by several components, all the way. */
class KeyOfSeveralTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private List<Day> folded(long position) {
    try (Stream<RecordedEvent> events =
        lab.store().readAll(LogQuery.all().until(AsOf.position(position)))) {
      return Days.folded(events.toList());
    }
  }

  private List<Day> folded() {
    return folded(lab.store().head());
  }

  private static Days.Key keyOf(Day row) {
    return row.key();
  }

  @Test
  void rows_are_told_apart_by_all_of_them_and_found_by_each_way_to_write_them() {
    Projection<Days.Key, Day> days = Days.named("days");
    Accounts.history(lab.store(), 600, 1);
    lab.catchUp(days, 7);
    Accounts.history(lab.store(), 100, 2);
    lab.catchUp(days, 100);

    List<Day> expected = folded();
    assertThat(expected).hasSizeGreaterThan(150);
    assertThat(lab.stored(days)).containsExactlyElementsOf(expected);
    lab.assertTrueToTheLog(days);
    for (Day row : expected.subList(0, 20)) {
      Days.Key other = new Days.Key(row.account(), row.day(), row.rate().setScale(7));
      assertThat(lab.asking().of(days).find(other)).contains(row);
      assertThat(lab.asking().asOf(AsOf.position(700)).of(days).find(other)).contains(row);
    }
    assertThat(lab.asking().of(days).find(new Days.Key("a1", LocalDate.EPOCH, BigDecimal.ONE)))
        .isEmpty();
  }

  @Test
  void pages_end_with_the_rest_of_the_key_so_that_none_overlaps() {
    Projection<Days.Key, Day> days = Days.named("days");
    Accounts.history(lab.store(), 500, 3);
    lab.projections().catchUp(days);
    ReadModelQuery query =
        ReadModelQuery.all().where(Filter.where(Day::count).atLeast(1)).orderBy(Day::day);
    List<Day> paged = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ReadModelQuery next = query.limit(7);
      RowPage<Day> page = lab.asking().of(days).findPage(cursor.map(next::after).orElse(next));
      paged.addAll(page.rows());
      cursor = page.next();
    } while (cursor.isPresent());

    assertThat(paged)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(lab.asking().of(days).findAll(query))
        .containsExactlyInAnyOrderElementsOf(folded());
    assertThat(paged.stream().map(Day::day).toList()).isSorted();
  }

  @Test
  void history_tells_each_row_as_of_any_position() {
    Projection<Days.Key, Day> days = Days.named("days").withHistory();
    Accounts.history(lab.store(), 300, 4);
    lab.catchUp(days, 11);

    for (long position = 0; position <= 300; position += 23) {
      assertThat(lab.asking().asOf(AsOf.position(position)).of(days).findAll())
          .as("at %d", position)
          .containsExactlyElementsOf(folded(position));
    }
    for (Day row : folded().subList(0, 10)) {
      assertThat(lab.asking().of(days).explain(row.key()).revisions())
          .hasSizeGreaterThanOrEqualTo((int) row.count());
    }
    lab.assertTrueToTheLog(days);
  }

  @Test
  void shards_come_and_go_and_change_nothing() {
    Projection<Days.Key, Day> days = Days.named("days");
    for (int shards : new int[] {1, 3, 2}) {
      Accounts.history(lab.store(), 200, shards);
      ShardedProjections.split(lab, days, shards);
      ShardedProjections.assertTrueToTheLog(lab.store(), lab.jdbc(), days);
    }
    assertThat(lab.stored(days)).containsExactlyElementsOf(folded());
  }

  @Test
  void a_row_that_was_edited_is_named_and_a_rebuild_by_two_mends_it() {
    Projection<Days.Key, Day> days = Days.named("days").withHistory();
    Accounts.history(lab.store(), 400, 5);
    lab.projections().catchUp(days);
    Day edited = folded().get(17);
    lab.jdbc()
        .update(
            "update tidemark.days set moved = 1000000 where account = ? and day = ?::date and rate = ?",
            edited.account(),
            edited.day().toString(),
            edited.rate());

    VerificationReport report = lab.replays().verify(days);
    assertThat(report.differences()).isEqualTo(1);
    assertThat(days.keyText((Days.Key) report.examples().get(0).key()))
        .isEqualTo(days.keyText(days.keyForm(edited.key())));

    lab.replays().rebuild(days, RebuildOptions.defaults().withWorkers(2), progress -> {});
    lab.assertTrueToTheLog(days);
    assertThat(lab.asking().asOf(AsOf.position(200)).of(days).findAll())
        .containsExactlyElementsOf(folded(200));
  }

  @Test
  void what_is_refused_waits_with_its_row_alone_and_is_redriven_by_the_text_of_its_key() {
    Projection<Days.Key, Day> poisoned =
        Days.named("days", recorded -> recorded.position() == 3).onFailure(FailurePolicy.PARK);
    for (int i = 0; i < 20; i++) {
      Accounts.append(lab.store(), "a,\"b", new Accounts.Moved(BigDecimal.ONE));
    }
    lab.projections().catchUp(poisoned);

    Parking parking = Parking.of(lab.projections());
    List<ParkedEvent> parked = parking.list(poisoned);
    assertThat(parked).extracting(ParkedEvent::position).containsExactly(3L, 13L);
    String text = "\"a,\"\"b\",2024-10-07,1";
    assertThat(parked).extracting(ParkedEvent::key).containsOnly(text);

    Projection<Days.Key, Day> mended = Days.named("days").onFailure(FailurePolicy.PARK);
    assertThat(parking.redrive(mended, mended.key().parse(text)))
        .isEqualTo(new RedriveReport(2, 0));
    assertThat(lab.stored(mended)).containsExactlyElementsOf(folded());
  }

  record Seen(long position, long count) {}

  @Test
  void they_are_looked_up_as_of_an_event() {
    Projection<Days.Key, Day> days = Days.named("days").withHistory();
    Projection<Long, Seen> seen =
        Projection.named("seen", Seen.class, Seen::position)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.position())
            .lookingUp(days, (event, recorded) -> Days.keyOf(recorded))
            .fold(
                (row, found, event, recorded) ->
                    new Seen(recorded.position(), found.in(days).map(Day::count).orElse(0L)));
    Accounts.history(lab.store(), 300, 6);
    lab.projections().catchUp(days);
    lab.catchUp(seen, 50);

    for (Seen row : lab.stored(seen)) {
      List<Day> then = folded(row.position());
      RecordedEvent event =
          lab.store().readBatch(LogQuery.all().after(row.position() - 1).limit(1)).events().get(0);
      Days.Key key = days.keyForm(Days.keyOf(event));
      assertThat(row.count())
          .as("at %d", row.position())
          .isEqualTo(
              then.stream()
                  .filter(day -> days.keyForm(keyOf(day)).equals(key))
                  .mapToLong(Day::count)
                  .sum());
    }
    lab.assertTrueToTheLog(seen);
  }

  record TotalKey(String account, String type) {}

  record Total(String account, String type, long events) {
    TotalKey key() {
      return new TotalKey(account, type);
    }
  }

  @Test
  void a_statement_can_make_them() {
    SetProjection<TotalKey, Total> totals =
        SetProjection.named("totals", Total.class, TotalKey.class, Total::key)
            .applying(
                """
                insert into :table as t (account, type, events)
                select e.key, e.type, count(*) from :events e where e.category = 'account' group by 1, 2
                on conflict (account, type) do update set events = t.events + excluded.events
                """);
    Accounts.history(lab.store(), 300, 7);
    lab.projections().catchUp(totals);

    assertThat(lab.replays().verify(totals).isClean()).isTrue();
    assertThat(lab.asking().of(totals).find(new TotalKey("a1", "Moved"))).isPresent();
    assertThat(lab.asking().of(totals).findAll().stream().mapToLong(Total::events).sum())
        .isEqualTo(300 - 43);
  }

  record NameKey(String account, String owner) {}

  record Name(String account, String owner, long last) {
    NameKey both() {
      return new NameKey(account, owner);
    }
  }

  @Test
  void the_same_record_with_another_key_is_another_definition() {
    Projection<String, Name> byOne =
        Projection.named("names", Name.class, Name::account)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, at) -> new Name(at.stream().key(), "x", at.position()));
    Projection<NameKey, Name> byBoth =
        Projection.named("names", Name.class, NameKey.class, Name::both)
            .from("account", Accounts.CODEC)
            .keyedBy((event, at) -> new NameKey(at.stream().key(), "x"))
            .fold((row, event, at) -> new Name(at.stream().key(), "x", at.position()));
    Accounts.history(lab.store(), 20, 8);
    lab.projections().catchUp(byOne);

    assertThatThrownBy(() -> lab.projections().catchUp(byBoth))
        .hasRootCauseInstanceOf(ProjectionChangedException.class);
    lab.replays().rebuild(byBoth, progress -> {});
    lab.assertTrueToTheLog(byBoth);
  }

  @Test
  void a_fold_that_gives_a_row_of_another_key_is_stopped() {
    Projection<NameKey, Name> wrong =
        Projection.named("names", Name.class, NameKey.class, Name::both)
            .from("account", Accounts.CODEC)
            .keyedBy((event, at) -> new NameKey(at.stream().key(), "x"))
            .fold((row, event, at) -> new Name(at.stream().key(), "y", at.position()));
    Accounts.append(lab.store(), "a1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> lab.projections().catchUp(wrong))
        .isInstanceOf(SubscriberFailedException.class)
        .hasStackTraceContaining(
            "Wrong key in row: expected NameKey[account=a1, owner=x], actual NameKey[account=a1, owner=y]");
  }

  @Test
  void a_key_that_its_row_does_not_begin_with_is_stopped_whatever_the_definition_says() {
    Projection<NameKey, Name> lying =
        Projection.named("names", Name.class, NameKey.class, row -> new NameKey(row.account(), "x"))
            .from("account", Accounts.CODEC)
            .keyedBy((event, at) -> new NameKey(at.stream().key(), "x"))
            .fold((row, event, at) -> new Name(at.stream().key(), "y", at.position()));
    Accounts.append(lab.store(), "a1", new Accounts.Opened("Ann"));

    assertThatThrownBy(() -> lab.projections().catchUp(lying))
        .hasStackTraceContaining(
            "Wrong key in row: expected NameKey[account=a1, owner=x], actual NameKey[account=a1, owner=y]");
  }

  record Few(String account) {}

  record Renamed(String account, String name) {}

  record Retyped(String account, long owner) {}

  record OptionalKey(Optional<String> account) {}

  record Optionally(Optional<String> account, @Decimal(precision = 5, scale = 2) BigDecimal a) {
    OptionalKey key() {
      return new OptionalKey(account);
    }
  }

  @Test
  void a_record_that_is_not_how_the_rows_begin_is_refused() {
    assertThatThrownBy(
            () ->
                Projection.named(
                    "x", Name.class, Renamed.class, row -> new Renamed(row.account(), "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid key Renamed of io.tidemark.projection.postgres.KeyOfSeveralTest$Name: expected the components that the rows begin with, [String account, String owner], actual [String account, String name]");
    assertThatThrownBy(
            () ->
                Projection.named(
                    "x", Name.class, Retyped.class, row -> new Retyped(row.account(), 1)))
        .hasMessageContaining("actual [String account, long owner]");
    assertThatThrownBy(
            () -> Projection.named("x", Few.class, Name.class, row -> new Name("", "", 1)))
        .hasMessageContaining("expected the components that the rows begin with, [String account]");
    assertThatThrownBy(
            () -> Projection.named("x", Optionally.class, OptionalKey.class, Optionally::key))
        .hasMessageContaining("expected a value in every row, actual one that may be null");
    assertThatThrownBy(() -> Projection.named("x", Name.class, Name::both))
        .hasMessage(
            "Invalid key of projection x: expected the first component account of Name, actual both; of a key of several components name the record too, as in named(name, Name.class, Key.class, Name::both)");
    assertThatThrownBy(
            () ->
                Projection.named("x", Name.class, NameKey.class, Name::both)
                    .from("account", Accounts.CODEC)
                    .keyedByStream())
        .hasMessage(
            "Invalid key account, owner of projection x: expected text, as keys of streams are, actual String, String");
  }
}

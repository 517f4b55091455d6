package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.history.Sums.Sum;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Moved;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.PointInTime;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.store.Direction;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is answered by history, who by a replay, and what pruning leaves. */
class HistoryTest {
  private static final Projection<String, Sum> PLAIN = Sums.named("sums");
  private static final Projection<String, Sum> SUMS = PLAIN.withHistory();

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void move(String account, long amount) {
    Accounts.append(lab.store(), account, new Moved(BigDecimal.valueOf(amount)));
  }

  private ReadModel<String, Sum> asOf(long position) {
    return lab.asking().of(SUMS).withTimeout(Duration.ofMillis(10)).asOf(AsOf.position(position));
  }

  private long total(ReadModel<String, Sum> rows, String account) {
    return rows.find(account).map(sum -> sum.total().longValueExact()).orElse(0L);
  }

  @Test
  void several_read_models_answer_by_history_at_one_same_position() {
    Projection<String, Sum> others = Sums.named("others").withHistory();
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(SUMS);
    lab.projections().catchUp(others);
    PointInTime point = lab.asking().asOf(AsOf.latest());
    move("1", 1);
    lab.projections().catchUp(SUMS);
    lab.projections().catchUp(others);

    for (Projection<String, Sum> projection : List.of(SUMS, others)) {
      assertThat(point.of(projection).origin()).isEqualTo(RowOrigin.history(2, 0));
      assertThat(total(point.of(projection), "1")).isEqualTo(2);
      assertThat(total(lab.asking().of(projection), "1")).isEqualTo(3);
    }
    assertThat(lab.asking().of(SUMS).origin()).isEqualTo(RowOrigin.serving(3));
  }

  @Test
  void rows_that_are_behind_are_waited_for() {
    lab.projections().catchUp(SUMS); // one that has not begun is not waited for
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(lab.projections().exactlyOnce(SUMS)).build()) {
      runner.start();
      for (int i = 1; i <= 30; i++) {
        move("1", 1);
        ReadModel<String, Sum> now =
            lab.asking().asOf(AsOf.latest()).withTimeout(Duration.ofSeconds(60)).of(SUMS);
        assertThat(now.origin()).isEqualTo(RowOrigin.history(i, 0));
        assertThat(total(now, "1")).isEqualTo(i);
      }
    }
  }

  @Test
  void rows_that_stay_behind_are_replayed_and_so_are_those_of_no_history() {
    move("1", 1);
    assertReplayed(asOf(1), 1, "it has not begun");
    lab.projections().catchUp(SUMS);
    move("1", 1);

    assertReplayed(asOf(2), 2, "its rows are at position 1");
    assertThat(total(asOf(2), "1")).isEqualTo(2);
    assertReplayed(lab.asking().of(PLAIN).asOf(AsOf.position(2)), 2, "it keeps no history");
    assertReplayed(
        lab.asking().of(SUMS).asOf(AsOf.occurredAt(Sums.NOON.plusSeconds(1))),
        2,
        "events count by when they happened");
    assertThat(asOf(1).origin()).isEqualTo(RowOrigin.history(1, 0));
  }

  private static void assertReplayed(ReadModel<String, Sum> rows, long position, String reason) {
    assertThat(rows.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
    assertThat(rows.origin().position()).isEqualTo(position);
    assertThat(rows.origin().reason()).contains(reason);
  }

  @Test
  void history_that_comes_or_goes_asks_for_a_rebuild() {
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(PLAIN);
    assertThatThrownBy(() -> lab.projections().catchUp(SUMS))
        .isInstanceOf(SubscriberFailedException.class)
        .hasMessageContaining("must be rebuilt")
        .hasMessageContaining("from account with history");
    assertReplayed(asOf(1), 1, "its rows are of another definition and must be rebuilt");

    lab.replays().rebuild(SUMS, progress -> {});
    assertThat(asOf(1).origin()).isEqualTo(RowOrigin.history(1, 0));
    assertThat(total(asOf(1), "1")).isEqualTo(1);
    lab.assertTrueToTheLog(SUMS);

    lab.replays().rebuild(PLAIN, progress -> {});
    lab.assertTrueToTheLog(PLAIN);
    assertThat(tables())
        .containsExactlyInAnyOrder("sums", "sums_previous", "sums_previous_history");
    lab.replays().rebuild(PLAIN, progress -> {});
    assertThat(tables()).containsExactlyInAnyOrder("sums", "sums_previous");
  }

  private List<String> tables() {
    return lab.jdbc()
        .query("select tablename from pg_tables where tablename like 'sums%'", row -> row.text(1));
  }

  @Test
  void a_point_that_is_held_answers_on_through_a_switch_and_says_so_when_history_goes() {
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(SUMS);
    ReadModel<String, Sum> held = asOf(1);
    lab.replays().rebuild(SUMS, progress -> {});
    assertThat(total(held, "1")).isEqualTo(1);

    lab.replays().rebuild(PLAIN, progress -> {});
    assertThatThrownBy(held::findAll)
        .isInstanceOf(HistoryLostException.class)
        .hasMessageContaining("must be rebuilt");
  }

  @Test
  void components_that_are_called_like_its_columns_are_refused() {
    record Clash(String key, long validTo) {}

    Projection<String, Clash> clash =
        Projection.named("clash", Clash.class, Clash::key)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold((row, event, recorded) -> row);
    assertThatThrownBy(clash::withHistory)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("actual validTo");
  }

  @Test
  void the_longest_name_has_room_for_every_table() {
    Projection<String, Sum> longest = Sums.named("s".repeat(40)).withHistory();
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(longest);
    lab.replays().rebuild(longest, progress -> {});
    lab.replays().rebuild(longest, progress -> {});
    assertThat(lab.asking().of(longest).asOf(AsOf.position(1)).find("1").orElseThrow().moves())
        .isEqualTo(1);
  }

  @Test
  void history_that_is_declared_but_not_kept_yet_is_not_pruned() {
    Projection<String, Sum> plain = Sums.named("later");
    Sums.append(lab.store(), 20, new Random(1));
    lab.projections().catchUp(plain);

    assertThatThrownBy(
            () -> History.of(lab.projections()).prune(plain.withHistory(), AsOf.position(10)))
        .isInstanceOf(ProjectionChangedException.class);

    lab.replays().rebuild(plain.withHistory(), progress -> {});
    assertThat(lab.asking().asOf(AsOf.position(5)).of(plain.withHistory()).origin().source())
        .isEqualTo(RowOrigin.Source.HISTORY);
  }

  @Test
  void pruned_history_answers_from_there_on_and_says_so_before() {
    Sums.append(lab.store(), 200, new Random(1));
    lab.projections().catchUp(SUMS);
    long head = lab.store().head();
    long place = head / 2;
    ReadModel<String, Sum> held = asOf(place - 1);
    List<Sum> before = held.findAll();
    List<Sum> kept = asOf(place).findAll();
    long versions = versions();
    assertThat(held.origin()).isEqualTo(RowOrigin.history(place - 1, 0));

    long removed = History.of(lab.projections()).prune(SUMS, AsOf.position(place));

    assertThat(removed).isPositive().isEqualTo(versions - versions());
    assertThat(asOf(place).origin()).isEqualTo(RowOrigin.history(place, 0));
    assertThat(asOf(place).findAll()).isEqualTo(kept);
    String reason = "its history before position %d was pruned".formatted(place);
    assertReplayed(asOf(place - 1), place - 1, reason);
    assertThat(asOf(place - 1).findAll()).isEqualTo(before);
    assertThatThrownBy(held::findAll)
        .isInstanceOf(HistoryLostException.class)
        .hasMessageContaining(reason);
    Explanation<Sum> explanation = lab.asking().of(SUMS).explain("a1", Direction.FORWARD, 1_000);
    assertThat(explanation.isComplete()).isFalse();
    assertThat(explanation.origin().reason()).contains(reason);
    assertThat(explanation.revisions())
        .isNotEmpty()
        .allMatch(revision -> revision.event().position() > place);
  }

  private long versions() {
    return lab.jdbc()
        .first("select count(*) from tidemark.sums_history", row -> row.integer(1))
        .orElseThrow();
  }

  @Test
  void pruning_goes_no_further_than_the_rows_and_never_back() {
    move("1", 1);
    move("1", 1);
    lab.projections().catchUp(SUMS);
    History history = History.of(lab.projections());
    assertThat(history.prune(SUMS, AsOf.position(99))).isEqualTo(1);
    assertThat(history.prune(SUMS, AsOf.position(1))).isZero();

    assertThat(asOf(2).origin()).isEqualTo(RowOrigin.history(2, 0));
    assertReplayed(asOf(1), 1, "its history before position 2 was pruned");
    lab.replays().rebuild(SUMS, progress -> {});
    assertThat(asOf(1).origin()).isEqualTo(RowOrigin.history(1, 0));
    assertThat(history.prune(SUMS, Duration.ofDays(1))).isZero();
    assertThat(asOf(1).origin()).isEqualTo(RowOrigin.history(1, 0));
    assertThat(history.prune(SUMS, Duration.ZERO)).isEqualTo(1);
    assertThatThrownBy(() -> history.prune(PLAIN, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a projection with history");
    assertThatThrownBy(() -> history.prune(SUMS, AsOf.occurredAt(Sums.NOON)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_log_that_was_rewound_is_not_answered_from_rows_of_the_lost_events() {
    move("1", 1);
    move("1", 10);
    lab.projections().catchUp(SUMS);
    lab.jdbc().update("delete from tidemark.events where position = 2");
    move("1", 100);

    assertReplayed(asOf(2), 2, "the log was rewound since");
    assertThat(total(asOf(2), "1")).isEqualTo(101);
  }

  @Test
  void a_row_is_explained_by_a_replay_if_there_is_no_history() {
    move("1", 1);
    move("2", 1);
    move("1", 1);
    lab.projections().catchUp(PLAIN);
    move("1", 1); // the rows do not have it yet

    Explanation<Sum> explanation = lab.asking().of(PLAIN).explain("1");

    assertThat(explanation.origin()).isEqualTo(RowOrigin.replay(3, 3, "it keeps no history"));
    assertThat(explanation.isComplete()).isTrue();
    assertThat(explanation.revisions())
        .extracting(revision -> revision.event().position())
        .containsExactly(3L, 1L);
    assertThat(explanation.revisions().get(1).before()).isEqualTo(Optional.empty());
    assertThat(explanation.revisions().get(0).before())
        .isEqualTo(explanation.revisions().get(1).after());
    assertThat(lab.asking().of(PLAIN).explain("none").revisions()).isEmpty();
    assertThatThrownBy(() -> lab.asking().of(PLAIN).explain("1", Direction.FORWARD, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void queries_of_the_past_bind_what_they_are_given() {
    move("a'1", 5);
    move("a'1", 5);
    lab.projections().catchUp(SUMS);
    Filter filter = Filter.where("account").startsWith("a'").and(Filter.where("total").equalTo(5));
    assertThat(asOf(1).findAll(ReadModelQuery.all().where(filter))).hasSize(1);
    assertThat(asOf(1).count(filter)).isEqualTo(1);
    assertThat(asOf(2).count(filter)).isZero();
  }
}

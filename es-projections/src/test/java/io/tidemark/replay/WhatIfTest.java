package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowDifference;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private final ProjectionLab lab = new ProjectionLab();
  private List<Balance> serving = List.of();

  @BeforeEach
  void project() {
    append("a", 1); // 1
    append("b", 10); // 2
    append("a", 2); // 3
    append("b", 20); // 4
    lab.projections().catchUp(Accounts.BALANCES);
    serving = lab.stored(Accounts.BALANCES);
  }

  /** Whatever was asked, the rows and the log are as they were, and the scratch rows are gone. */
  @AfterEach
  void leaves_nothing_behind() {
    try {
      assertThat(lab.stored(Accounts.BALANCES)).isEqualTo(serving);
      assertThat(lab.store().head()).isEqualTo(4);
      assertThat(scratch()).isEmpty();
    } finally {
      lab.close();
    }
  }

  private List<String> scratch() {
    return lab.jdbc()
        .query(
            "select relname from pg_class where relname like '%scratch'"
                + " union all select slot from tidemark.projections where slot = 'scratch'",
            row -> row.text(1));
  }

  @Test
  void an_event_had_never_happened() {
    ComparisonReport report = whatIf().dropping(1).compare();

    assertThat(report.summary()).isEqualTo("0 rows added, 0 missing, 1 changed");
    RowDifference difference = report.examples().get(0);
    assertThat(difference.key()).isEqualTo("a");
    assertThat(difference.expected().map(row -> ((Balance) row).balance()))
        .contains(new BigDecimal("2.00"));
    assertThat(difference.actual().map(row -> ((Balance) row).balance()))
        .contains(new BigDecimal("3.00"));
    assertThat(difference.event()).isEqualTo(OptionalLong.of(1));
    assertThat(difference.isFirst()).isTrue();
  }

  @Test
  void all_events_of_a_row_had_never_happened() {
    ComparisonReport report = whatIf().dropping(2).dropping(4).compare();

    assertThat(report.summary()).isEqualTo("0 rows added, 1 missing, 0 changed");
    assertThat(report.examples().get(0).event()).isEqualTo(OptionalLong.of(2));
  }

  @Test
  void other_events_had_happened_in_between() {
    ComparisonReport report =
        whatIf()
            .inserting(0, new StreamId("account", "new"), List.of(data(7)))
            .inserting(3, new StreamId("account", "b"), List.of(data(100), data(200)))
            .compare();

    assertThat(report.summary()).isEqualTo("1 row added, 0 missing, 1 changed");
    assertThat(report.examples())
        .extracting(difference -> difference.key().toString())
        .containsExactly("b", "new");
    assertThat(report.examples().get(0).expected().map(row -> ((Balance) row).balance()))
        .contains(new BigDecimal("330.00"));
    assertThat(report.examples().get(0).event()).isEqualTo(OptionalLong.of(3));
    assertThat(report.examples().get(1).event()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void an_event_had_been_another_one() {
    ComparisonReport report =
        whatIf()
            .dropping(4)
            .inserting(4, new StreamId("account", "b"), List.of(data(21)))
            .compare();

    assertThat(report.summary()).isEqualTo("0 rows added, 0 missing, 1 changed");
    assertThat(report.examples().get(0).expected().map(row -> ((Balance) row).balance()))
        .contains(new BigDecimal("31.00"));
  }

  @Test
  void the_log_had_ended_earlier() {
    ComparisonReport report = whatIf().until(AsOf.position(1)).compare();

    assertThat(report.position()).isEqualTo(1);
    assertThat(report.summary()).isEqualTo("0 rows added, 1 missing, 1 changed");
  }

  @Test
  void other_code_had_run() {
    Projection<String, Balance> generous =
        Projection.named("balances", Balance.class, Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) ->
                    row == null
                        ? new Balance(
                            recorded.stream().key(),
                            Optional.empty(),
                            BigDecimal.ONE,
                            1,
                            recorded.occurredAt())
                        : row);

    ComparisonReport report = whatIf().with(generous).compare();

    assertThat(report.changed()).isEqualTo(2);
    assertThat(report.examples().get(1).event()).isEqualTo(OptionalLong.of(2));
    assertThatThrownBy(() -> whatIf().with(Accounts.balances("others")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one named balances, actual others");
  }

  @Test
  void an_interrupted_thread_is_told_what_it_was_at() {
    Projection<String, Balance> interrupting =
        Projection.named("balances", Balance.class, Balance::account)
            .from("account", Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(
                (row, event, recorded) -> {
                  Thread.currentThread().interrupt();
                  return row;
                });

    assertThatThrownBy(() -> whatIf().with(interrupting).compare())
        .isInstanceOf(RebuildInterruptedException.class)
        .hasMessageStartingWith("Verification or what-if of balances was interrupted: expected");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nothing_else_had_happened() {
    assertThat(whatIf().compare().isEmpty()).isTrue();
  }

  @Test
  void what_a_killed_process_left_is_cleared_by_the_next() {
    lab.jdbc().update("create table tidemark.balances_scratch (account text)");
    lab.jdbc()
        .update(
            "insert into tidemark.projections"
                + " (name, slot, shard, shards, log_id, position, epoch, definition)"
                + " select name, 'scratch', 1, 2, log_id, 3, 9, definition"
                + " from tidemark.projections");

    assertThat(whatIf().compare().isEmpty()).isTrue();
  }

  @Test
  void a_place_that_the_replay_does_not_come_to_is_refused() {
    assertThatThrownBy(() -> whatIf().dropping(5).compare())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 4, actual 5");
    assertThatThrownBy(
            () ->
                whatIf()
                    .until(AsOf.position(2))
                    .inserting(3, new StreamId("account", "b"), List.of(data(1)))
                    .compare())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 0 to 2, actual 3");
  }

  private WhatIf<String, Balance, Balance> whatIf() {
    return lab.replays().whatIf(Accounts.BALANCES);
  }

  private void append(String account, long amount) {
    Accounts.append(lab.store(), account, new Accounts.Moved(BigDecimal.valueOf(amount)));
  }

  private static io.tidemark.EventData data(long amount) {
    return Accounts.data(new Accounts.Moved(BigDecimal.valueOf(amount)));
  }
}

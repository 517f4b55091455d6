package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.replay.compare.RowsAheadException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New rows beside the serving ones: compared, switched to, and rolled back. */
class ExchangeTest {
  private static final RebuildOptions BESIDE = RebuildOptions.defaults().withoutSwitch();

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void new_rows_stay_beside_the_serving_ones_until_somebody_switches() {
    Accounts.history(lab.store(), 300, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    spoil();
    lab.replays().rebuild(Accounts.BALANCES, BESIDE, progress -> {});
    assertThat(lab.stored(Accounts.BALANCES)).anyMatch(row -> row.moves() == -1);
    Accounts.history(lab.store(), 100, 2);

    RebuildProgress done = lab.replays().switchOver(Accounts.BALANCES);

    assertThat(done.resumedFrom()).isEqualTo(300);
    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThatThrownBy(() -> lab.replays().switchOver(Accounts.BALANCES))
        .isInstanceOf(RowsMissingException.class)
        .hasMessage(
            "Rows of balances are missing: expected new ones by a rebuild without a switch, actual"
                + " none");
  }

  @Test
  void a_comparison_names_what_is_added_missing_and_changed_and_from_which_event_on() {
    long first = Accounts.append(lab.store(), "late", moved(1));
    Accounts.append(lab.store(), "same", moved(1));
    Accounts.append(lab.store(), "edited", moved(1));
    lab.projections().catchUp(Accounts.BALANCES);
    long second = Accounts.append(lab.store(), "late", moved(2));
    long added = Accounts.append(lab.store(), "new", moved(3));
    long last = Accounts.append(lab.store(), "edited", moved(4));
    skipTo(last); // as if they had never been applied
    lab.jdbc().update("update tidemark.balances set balance = 77 where account = 'edited'");
    lab.jdbc()
        .update(
            "insert into tidemark.balances select 'odd', owner, balance, moves, since"
                + " from tidemark.balances where account = 'same'");
    lab.replays().rebuild(Accounts.BALANCES, BESIDE, progress -> {});

    ComparisonReport report = lab.replays().compare(Accounts.BALANCES);

    assertThat(report.position()).isEqualTo(last);
    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.summary()).isEqualTo("1 row added, 1 missing, 2 changed");
    assertThat(report.isEmpty()).isFalse();
    assertThat(report.examples())
        .extracting(difference -> difference.key().toString())
        .containsExactly("edited", "late", "new", "odd");
    assertThat(report.examples())
        .extracting(RowDifference::kind)
        .containsExactly(
            RowDifference.Kind.CHANGED,
            RowDifference.Kind.CHANGED,
            RowDifference.Kind.ADDED,
            RowDifference.Kind.MISSING);
    assertThat(report.examples())
        .extracting(RowDifference::event)
        .containsExactly(
            OptionalLong.of(last),
            OptionalLong.of(second),
            OptionalLong.of(added),
            OptionalLong.empty());
    assertThat(report.examples())
        .extracting(RowDifference::isFirst)
        .containsExactly(false, true, true, false);
    assertThat(first).isLessThan(second);
  }

  @Test
  void a_changed_record_is_compared_in_the_columns_that_both_have() {
    Accounts.append(lab.store(), "a", moved(5));
    lab.projections().catchUp(Accounts.BALANCES);
    lab.replays().rebuild(SHORT, BESIDE, progress -> {});

    ComparisonReport same = lab.replays().compare(SHORT);
    lab.jdbc().update("update tidemark.balances set moves = 9");
    ComparisonReport changed = lab.replays().compare(SHORT);

    assertThat(same.differences()).isZero();
    assertThat(same.isEmpty()).isFalse();
    assertThat(same.summary()).endsWith("0 changed, other columns");
    assertThat(changed.examples().get(0).actual())
        .contains(java.util.Map.of("account", "a", "moves", 9));
  }

  @Test
  void rows_with_history_are_compared_as_whole_records() {
    Projection<String, Balance> withHistory = Accounts.BALANCES.withHistory();
    Accounts.append(lab.store(), "a", moved(5));
    lab.projections().catchUp(withHistory);
    lab.replays().rebuild(withHistory, BESIDE, progress -> {});

    ComparisonReport same = lab.replays().compare(withHistory);
    lab.jdbc().update("update tidemark.balances set moves = 9");
    ComparisonReport changed = lab.replays().compare(withHistory);

    assertThat(same.summary()).isEqualTo("0 rows added, 0 missing, 0 changed");
    assertThat(same.isEmpty()).isTrue();
    assertThat(changed.examples().get(0).actual())
        .hasValueSatisfying(
            row ->
                assertThat(row)
                    .isInstanceOfSatisfying(
                        Balance.class, balance -> assertThat(balance.moves()).isEqualTo(9)));
  }

  private record Moves(String account, int moves) {}

  private static final Projection<String, Moves> SHORT =
      Projection.named("balances", Moves.class, Moves::account)
          .from("account", Accounts.CODEC)
          .keyedBy((event, recorded) -> recorded.stream().key())
          .fold(
              (row, event, recorded) ->
                  new Moves(recorded.stream().key(), row == null ? 1 : row.moves() + 1));

  @Test
  void new_rows_that_are_ahead_are_not_compared_until_the_serving_ones_are_there() {
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    Accounts.history(lab.store(), 50, 2);
    lab.replays().rebuild(Accounts.BALANCES, BESIDE, progress -> {});
    Thread.currentThread().interrupt(); // not to wait ten seconds
    try {
      assertThatThrownBy(() -> lab.replays().compare(Accounts.BALANCES))
          .isInstanceOf(RowsAheadException.class)
          .hasMessageContaining("expected the serving ones at position 100, actual 50");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    lab.projections().catchUp(Accounts.BALANCES);

    assertThat(lab.replays().compare(Accounts.BALANCES).isEmpty()).isTrue();
  }

  @Test
  void a_policy_refuses_a_switch_until_what_differs_is_approved() {
    Accounts.append(lab.store(), "a", moved(1));
    Accounts.append(lab.store(), "b", moved(1));
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc().update("update tidemark.balances set moves = -1 where account = 'a'");
    RebuildOptions strict = RebuildOptions.defaults().withPolicy(SwitchPolicy.noDifference());

    SwitchRefusedException refused =
        catchThrowableOfType(
            SwitchRefusedException.class,
            () -> lab.replays().rebuild(Accounts.BALANCES, strict, progress -> {}));

    assertThat(refused)
        .hasMessage(
            "Switch of balances refused: expected no difference, actual 0 rows added, 0 missing, 1"
                + " changed at position 2");
    assertThat(lab.stored(Accounts.BALANCES)).anyMatch(row -> row.moves() == -1);
    SwitchPolicy approved = SwitchPolicy.approved(refused.report());
    lab.jdbc().update("update tidemark.balances set moves = moves * 10");
    assertThatThrownBy(() -> lab.replays().switchOver(Accounts.BALANCES, approved))
        .isInstanceOf(SwitchRefusedException.class)
        .hasMessageContaining(
            "1 changed that were approved, in the same way, actual 0 rows added, 0 missing, 2");
    lab.jdbc().update("update tidemark.balances set moves = 1 where account = 'b'");
    assertThatThrownBy(() -> lab.replays().switchOver(Accounts.BALANCES, approved))
        .as("the same row by another amount")
        .isInstanceOf(SwitchRefusedException.class);
    lab.jdbc().update("update tidemark.balances set moves = -1 where account = 'a'");
    Accounts.append(lab.store(), "a", moved(5)); // both handle it, so the difference stays
    lab.projections().catchUp(Accounts.BALANCES);

    lab.replays().switchOver(Accounts.BALANCES, approved);

    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void the_approval_of_one_row_is_none_of_another() {
    Accounts.append(lab.store(), "a", moved(1));
    Accounts.append(lab.store(), "b", moved(1));
    lab.projections().catchUp(Accounts.BALANCES);
    lab.replays().rebuild(Accounts.BALANCES, BESIDE, progress -> {});
    lab.jdbc().update("update tidemark.balances set moves = -1 where account = 'a'");
    SwitchPolicy approved = SwitchPolicy.approved(lab.replays().compare(Accounts.BALANCES));
    lab.jdbc().update("update tidemark.balances set moves = 1 where account = 'a'");
    lab.jdbc().update("update tidemark.balances set moves = -1 where account = 'b'");

    assertThatThrownBy(() -> lab.replays().switchOver(Accounts.BALANCES, approved))
        .isInstanceOf(SwitchRefusedException.class);
  }

  @Test
  void the_previous_rows_come_back_up_to_date_and_back_again() {
    Accounts.history(lab.store(), 300, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc().update("update tidemark.balances set owner = 'previous'");
    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    long at = Accounts.append(lab.store(), "fresh", moved(1));
    lab.projections().catchUp(Accounts.BALANCES);

    lab.replays().rollBack(Accounts.BALANCES);

    assertThat(lab.asking().of(Accounts.BALANCES).position()).isEqualTo(at);
    assertThat(lab.asking().of(Accounts.BALANCES).find("fresh")).isPresent();
    assertThat(lab.stored(Accounts.BALANCES))
        .filteredOn(row -> !row.account().equals("fresh"))
        .isNotEmpty()
        .allMatch(row -> row.owner().equals(Optional.of("previous")));
    Accounts.append(lab.store(), "fresh", moved(1));
    lab.replays().rollBack(Accounts.BALANCES);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void a_runner_from_before_a_roll_back_changes_nothing() {
    Accounts.history(lab.store(), 30, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    var runner = lab.projections().exactlyOnce(Accounts.BALANCES);
    var checkpoint = runner.open();
    lab.replays().rollBack(Accounts.BALANCES);
    Accounts.append(lab.store(), "a1", moved(1));
    var batch = lab.store().readBatch(runner.query().after(30).limit(10));

    assertThat(runner.apply(checkpoint, batch)).isEmpty();
    assertThat(runner.apply(runner.open(), batch)).isPresent();
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void there_is_no_way_back_to_rows_of_another_definition_or_to_none() {
    Accounts.history(lab.store(), 30, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    assertThatThrownBy(() -> lab.replays().rollBack(Accounts.BALANCES))
        .isInstanceOf(RowsMissingException.class)
        .hasMessageContaining("expected those before the last switch");
    Projection<String, Accounts.Balance> second = Accounts.BALANCES.withVersion(2);
    lab.replays().rebuild(second, progress -> {});

    assertThatThrownBy(() -> lab.replays().rollBack(second))
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("version 2");

    lab.assertTrueToTheLog(second);
    lab.replays().rollBack(Accounts.BALANCES);
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void grants_and_comments_survive_every_switch() {
    Accounts.history(lab.store(), 30, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    String role = "reader_" + Long.toHexString(System.nanoTime());
    for (String sql :
        List.of(
            "create role " + role,
            "grant select on tidemark.balances to public",
            "grant update (owner, balance) on tidemark.balances to " + role,
            "grant insert on tidemark.balances to " + role + " with grant option",
            "comment on table tidemark.balances is 'it''s \"ours\"'",
            "comment on column tidemark.balances.balance is 'in euros'")) {
      lab.jdbc().update(sql);
    }
    List<String> before = manners();
    try {
      lab.replays().rebuild(Accounts.BALANCES, progress -> {});
      assertThat(manners()).isEqualTo(before).hasSize(4);

      lab.jdbc().update("revoke all on tidemark.balances from public");
      List<String> revoked = manners();
      lab.replays().rollBack(Accounts.BALANCES);
      assertThat(manners()).isEqualTo(revoked).isNotEqualTo(before);
    } finally {
      lab.jdbc().update("drop owned by " + role);
      lab.jdbc().update("drop role " + role);
    }
  }

  private List<String> manners() {
    return lab.jdbc()
        .query(
            """
            select 'table ' || coalesce((select string_agg(grantee || ' ' || privilege_type || ' ' ||
                is_grantable, ', ' order by grantee, privilege_type)
              from information_schema.role_table_grants
              where table_schema = 'tidemark' and table_name = 'balances'), '')
            union all
            select 'column ' || string_agg(grantee || ' ' || column_name || ' ' || privilege_type,
                ', ' order by grantee, column_name, privilege_type)
              from information_schema.column_privileges
              where table_schema = 'tidemark' and table_name = 'balances'
            union all
            select obj_description('tidemark.balances'::regclass, 'pg_class')
            union all
            select string_agg(attname || ' ' || col_description(attrelid, attnum), ', ')
              from pg_attribute
              where attrelid = 'tidemark.balances'::regclass
                and col_description(attrelid, attnum) is not null
            """,
            row -> row.text(1));
  }

  @Test
  void rows_can_be_built_as_they_were_at_a_point_and_are_left_beside() {
    Accounts.history(lab.store(), 300, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    RebuildOptions then = RebuildOptions.defaults().until(AsOf.position(120));
    lab.replays().rebuild(Accounts.BALANCES, BESIDE, progress -> {}); // which is beyond

    RebuildProgress done = lab.replays().rebuild(Accounts.BALANCES, then, progress -> {});

    assertThat(done.position()).isEqualTo(120);
    assertThat(
            lab.jdbc()
                .query(
                    "select account || moves from tidemark.balances_rebuild order by 1",
                    row -> row.text(1)))
        .containsExactlyElementsOf(
            LiveProjection.of(Accounts.BALANCES, lab.store())
                .rows(AsOf.position(120))
                .values()
                .stream()
                .map(row -> row.account() + row.moves())
                .sorted()
                .toList());
    lab.assertTrueToTheLog(Accounts.BALANCES);
    assertThatThrownBy(() -> RebuildOptions.defaults().until(AsOf.latest()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_switch_keeps_the_number_of_shards_whatever_that_of_the_workers() {
    Accounts.history(lab.store(), 60, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    for (String sql :
        List.of(
            "update tidemark.projections set shards = 2",
            "insert into tidemark.projections select name, slot, 1, shards, log_id, position,"
                + " event_id, epoch, 0, 0, definition, fold from tidemark.projections")) {
      lab.jdbc().update(sql);
    }
    RebuildOptions three = RebuildOptions.defaults().withWorkers(3);

    lab.replays().rebuild(Accounts.BALANCES, three, progress -> {});
    assertThat(shards()).containsExactly("live 0 of 2", "live 1 of 2", "previous 0 of 1");

    lab.replays().rebuild(Accounts.BALANCES, three, progress -> {});
    assertThat(shards()).containsExactly("live 0 of 2", "live 1 of 2", "previous 0 of 1");
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  private List<String> shards() {
    return lab.jdbc()
        .query(
            "select slot || ' ' || shard || ' of ' || shards from tidemark.projections order by 1",
            row -> row.text(1));
  }

  private void spoil() {
    lab.jdbc().update("update tidemark.balances set moves = -1");
  }

  /** Moves the serving checkpoint without applying anything. */
  private void skipTo(long position) {
    lab.jdbc()
        .update(
            "update tidemark.projections p set position = e.position, event_id = e.event_id"
                + " from tidemark.events e where e.position = ? and slot = 'live'",
            position);
  }

  private static Accounts.Moved moved(long amount) {
    return new Accounts.Moved(BigDecimal.valueOf(amount));
  }
}

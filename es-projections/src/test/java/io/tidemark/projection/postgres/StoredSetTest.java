package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.postgres.set.LogRange;
import io.tidemark.projection.set.SetProjection;
import io.tidemark.projection.set.SetTotals;
import io.tidemark.projection.set.SetTotals.Total;
import io.tidemark.projection.set.StatementPlaces;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.VerificationReport;
import io.tidemark.store.LogPlace;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A statement counts each event once, whoever is killed, overtaken or lied to. */
class StoredSetTest {
  private static final long LOCK = 77;

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void what_is_killed_between_its_statement_and_its_commit_has_changed_nothing() throws Exception {
    Accounts.history(lab.store(), 1_000, 1);
    for (int i = 0; i < 2; i++) {
      try (HikariDataSource holding = lab.pool(1)) {
        Jdbc holder = new Jdbc(holding);
        holder.query("select pg_advisory_lock(?)", row -> 1, LOCK);
        long before = position();
        Process process = ProjectingProcess.start(lab.database(), "set held");
        Processes.await("statement", () -> waiting() > 0);
        process.destroyForcibly().waitFor();
        assertThat(waiting()).isPositive(); // the server has not noticed yet

        holder.query("select pg_advisory_unlock(?)", row -> row.truth(1), LOCK);
        Processes.await("end of its session", () -> waiting() == 0 && inTransaction() == 0);

        assertThat(position()).isEqualTo(before);
        assertThat(moves()).isEqualTo(movesAt(before));
      }
      lab.projections().catchUp(SetTotals.HELD);
      Accounts.history(lab.store(), 1_000, 2 + i);
    }

    lab.projections().catchUp(SetTotals.HELD);

    assertExact(SetTotals.HELD);
  }

  private long waiting() {
    return count(
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            + " where d.datname = current_database() and locktype = 'advisory' and not granted");
  }

  private long inTransaction() {
    return count(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and query like '%pg_advisory_xact_lock(77)%' and pid <> pg_backend_pid()"
            + " and state <> 'idle'");
  }

  private long position() {
    return lab.asking().of(SetTotals.TOTALS).position();
  }

  private long moves() {
    return lab.asking().of(SetTotals.TOTALS).findAll().stream().mapToLong(Total::moves).sum();
  }

  private long movesAt(long position) {
    return count(
        "select count(*) from tidemark.events where category = 'account' and type = 'Moved'"
            + " and position <= "
            + position);
  }

  private long count(String sql) {
    return lab.jdbc().first(sql, row -> row.integer(1)).orElseThrow();
  }

  private void assertExact(SetProjection<String, Total> projection) {
    assertThat(position()).isEqualTo(lab.store().head());
    assertThat(moves()).isEqualTo(movesAt(lab.store().head()));
    VerificationReport report = lab.replays().verify(projection);
    assertThat(report.examples()).isEmpty();
    assertThat(report.isClean()).isTrue();
    assertThat(report.expected().count()).isEqualTo(lab.store().head());
  }

  @Test
  void of_several_runners_at_once_each_range_gets_in_once() {
    SetProjection<String, Total> small = SetTotals.TOTALS.withMaxRange(10);
    CompletableFuture<Void> appending =
        CompletableFuture.runAsync(() -> Accounts.history(lab.store(), 2_000, 1));
    try (HikariDataSource pool = lab.pool(4);
        PostgresEventStore other = PostgresEventStore.builder(pool).build()) {
      List<SubscriptionRunner> runners =
          IntStream.range(0, 4).mapToObj(i -> runner(i < 2 ? lab.store() : other, small)).toList();
      runners.forEach(SubscriptionRunner::start);
      appending.join();
      runners.forEach(SubscriptionRunner::catchUp);
      runners.forEach(SubscriptionRunner::close);
    }
    assertExact(small);
  }

  private static SubscriptionRunner runner(
      PostgresEventStore store, SetProjection<?, ?> projection) {
    return SubscriptionRunner.builder(store)
        .add(PostgresProjections.of(store).exactlyOnce(projection))
        .build();
  }

  @Test
  void whoever_has_an_old_checkpoint_changes_nothing() {
    Accounts.history(lab.store(), 100, 1);
    StoredSet<String, Total> rows = rows();
    Checkpoint first = rows.open();
    Checkpoint old = rows.advance(first, 50).orElseThrow();
    assertThat(rows.advance(first, 50)).isEmpty();
    lab.projections().pause(SetTotals.TOTALS); // which begins another epoch

    assertThat(rows.advance(old, 100)).isEmpty();

    assertThat(moves()).isEqualTo(movesAt(50));
    lab.projections().resume(SetTotals.TOTALS);
    lab.projections().catchUp(SetTotals.TOTALS);
    assertExact(SetTotals.TOTALS);
  }

  private StoredSet<String, Total> rows() {
    return new StoredSet<>(lab.projections().schema(), SetTotals.TOTALS, Slot.SERVING);
  }

  @Test
  void a_log_that_does_not_lead_up_to_the_checkpoint_is_refused_in_the_transaction_itself() {
    Accounts.history(lab.store(), 100, 1);
    StoredSet<String, Total> rows = rows();
    Checkpoint at = rows.advance(rows.open(), 50).orElseThrow();
    Checkpoint otherEvent = at.at(new LogPlace(50, Optional.of(UUID.randomUUID())));
    Checkpoint otherLog = new Checkpoint(UUID.randomUUID(), 50, at.eventId(), at.epoch());

    assertThatThrownBy(() -> rows.advance(otherEvent, 100))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("at position 50");
    assertThatThrownBy(() -> rows.advance(otherLog, 100))
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected log " + otherLog.logId());
    assertThat(position()).isEqualTo(50);
  }

  @Test
  void a_range_is_found_by_the_index_through_the_view_as_through_the_table() {
    Accounts.history(lab.store(), 5_000, 1);
    lab.jdbc().update("vacuum analyze tidemark.events");
    LogRange log = LogRange.of(lab.store(), "totals");
    for (String text : List.of(":events", ":log")) {
      SetProjection<String, Total> reading =
          SetProjection.named("totals", Total.class, Total::account)
              .applying(
                  "insert into :table select e.event_id::text, 1, 1, 1 from %s e where e.type = 'Moved'"
                      .formatted(text));
      lab.projections().catchUp(SetTotals.TOTALS); // makes the table
      StatementPlaces places = new StatementPlaces("tidemark.totals", log.view(), log.events());

      List<String> plan =
          lab.jdbc()
              .query(
                  "explain " + reading.statement().sql(places),
                  row -> row.text(1),
                  reading.statement().parameters(places, 4_000, 4_050));

      assertThat(plan)
          .anyMatch(line -> line.contains("Index Scan using events_position"))
          .anyMatch(
              line ->
                  line.contains(
                      "Index Cond: ((\"position\" > '4000'::bigint) AND (\"position\" <= '4050'::bigint))"));
    }
  }

  @Test
  void settings_of_a_statement_end_with_its_transaction() {
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    try (HikariDataSource one = lab.pool(1)) {
      PostgresProjections.builder(lab.store())
          .dataSource(one)
          .schema(ProjectionLab.SCHEMA)
          .build()
          .catchUp(SetTotals.TOTALS);

      assertThat(
              new Jdbc(one)
                  .query(
                      "select current_setting('statement_timeout') || current_setting('plan_cache_mode') || current_setting('lock_timeout')",
                      row -> row.text(1)))
          .containsExactly("0auto0");
    }
  }
}

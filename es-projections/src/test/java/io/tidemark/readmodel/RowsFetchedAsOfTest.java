package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Relation;
import io.tidemark.projection.table.Slot;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server fetches for rows as they were, of a history many times as large. */
class RowsFetchedAsOfTest {
  private static final int ROWS = 5_000;
  private static final int VERSIONS = 20;
  private static final int PAGE = 100;
  private static final long MIDDLE = ROWS * VERSIONS / 2;

  private static final Projection<String, Tally> TALLIES =
      Projection.named("tallies", Tally.class, Tally::account)
          .from("account", Accounts.CODEC)
          .keyedByStream()
          .fold((row, event, recorded) -> Tally.after(row, recorded.stream().key()))
          .withHistory();

  private final ProjectionLab lab = new ProjectionLab();
  private final Relation<Tally> rows =
      new ReadModelTable<>(ProjectionLab.SCHEMA, Slot.SERVING, TALLIES).history().asOf(MIDDLE);

  record Tally(String account, long changes) {
    static Tally after(@Nullable Tally before, String account) {
      return new Tally(account, before == null ? 1 : before.changes() + 1);
    }
  }

  /** As if all accounts had changed in turn, again and again. */
  @BeforeEach
  void fill() {
    lab.projections().catchUp(TALLIES);
    lab.jdbc()
        .update(
            """
            insert into tidemark.tallies_history (account, changes, valid_from, valid_to)
            select lpad((n %% %1$d)::text, 4, '0'), n / %1$d + 1, n + 1, n + %1$d + 1
            from generate_series(0, %1$d * (%2$d - 1) - 1) n
            """
                .formatted(ROWS, VERSIONS));
    lab.jdbc()
        .update(
            "insert into tidemark.tallies (account, changes, valid_from) select account, changes + 1, valid_to from tidemark.tallies_history where changes = %d"
                .formatted(VERSIONS - 1));
    lab.jdbc().update("vacuum (analyze) tidemark.tallies");
    lab.jdbc().update("vacuum (analyze) tidemark.tallies_history");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static List<Tally> page(int from) {
    return IntStream.range(from, from + PAGE)
        .mapToObj(n -> new Tally("%04d".formatted(n), VERSIONS / 2))
        .toList();
  }

  @Test
  void a_page_takes_the_versions_of_its_rows_and_the_rows_there_are() {
    for (int from : new int[] {0, ROWS / 2}) {
      Filter behind = Filter.where("account").atLeast("%04d".formatted(from));
      QueryText page =
          QueryText.select(
              rows, BoundQuery.of(TALLIES, ReadModelQuery.all().where(behind).limit(PAGE)));
      lab.jdbc()
          .inTransaction(
              session -> {
                long before = fetched(session);
                assertThat(session.query(page.sql(), rows::read, page.parameters()))
                    .isEqualTo(page(from));
                assertThat(fetched(session) - before).isLessThanOrEqualTo(ROWS + PAGE * VERSIONS);
                return true;
              });
    }
  }

  /**
   * The index on the ends of all versions has them in order too, and would be walked to its end.
   */
  @Test
  void the_versions_of_one_row_take_no_others_with_any_plan() {
    ReadModelTable<String, Tally> table =
        new ReadModelTable<>(ProjectionLab.SCHEMA, Slot.SERVING, TALLIES);
    for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
      lab.jdbc()
          .inTransaction(
              session -> {
                session.update("set local plan_cache_mode = " + mode);
                long before = fetched(session);
                assertThat(table.history().ended(session, "0017", 0, true, PAGE))
                    .hasSize(VERSIONS - 1);
                assertThat(fetched(session) - before).isLessThanOrEqualTo(PAGE);
                return true;
              });
    }
  }

  /** A page would be merged by key from all versions; for all rows that is the long way. */
  @Test
  void all_rows_take_the_runs_of_versions_that_were_valid_however_often_they_are_asked_for() {
    QueryText all = QueryText.select(rows, BoundQuery.of(TALLIES, ReadModelQuery.all()));
    lab.jdbc()
        .inTransaction(
            session -> {
              session.update("set local plan_cache_mode = force_generic_plan");
              long before = fetched(session);
              for (int i = 0; i < 10; i++) {
                assertThat(session.query(all.sql(), rows::read, all.parameters())).hasSize(ROWS);
              }
              assertThat(fetched(session) - before).isLessThanOrEqualTo(10 * 4L * ROWS);
              return true;
            });
  }

  @Test
  void a_count_takes_the_runs_of_versions_that_were_valid() {
    Filter filter = Filter.where("changes").atLeast(VERSIONS / 2);
    QueryText count = QueryText.count(rows, BoundCondition.all(TALLIES.rows(), filter));
    lab.jdbc()
        .inTransaction(
            session -> {
              long before = fetched(session);
              assertThat(session.first(count.sql(), row -> row.integer(1), count.parameters()))
                  .contains((long) ROWS);
              assertThat(fetched(session) - before).isLessThanOrEqualTo(4L * ROWS);
              return true;
            });
  }

  private static long fetched(Session session) {
    return session
        .first(
            "select sum(seq_tup_read + idx_tup_fetch) from pg_stat_xact_user_tables where relname like 'tallies%'",
            row -> row.integer(1))
        .orElseThrow();
  }
}

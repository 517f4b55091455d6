package io.tidemark.replay.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowCacheTest {
  private static final int EVENTS = 3_000;

  /** As small as two rows are, so that nearly each batch evicts and loads. */
  private static final long TINY = 1_000;

  @Test
  void rows_are_the_same_however_few_of_them_it_may_hold() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Accounts.history(lab.store(), EVENTS, 1);
      ReadModelTable<String, Accounts.Balance> table =
          new ReadModelTable<>(ProjectionLab.SCHEMA, Slot.SCRATCH, Accounts.BALANCES);
      lab.jdbc().inTransaction(session -> create(table, session));
      RowCache<String, Accounts.Balance> cache =
          new RowCache<>(table, Accounts.BALANCES.rows(), true, TINY);
      List<Integer> loads = new ArrayList<>();

      List<RecordedEvent> events =
          lab.store().readBatch(Accounts.BALANCES.query().limit(EVENTS)).events();
      for (int i = 0; i < events.size(); i += 10) {
        cache.apply(
            Accounts.BALANCES.batch(events.subList(i, Math.min(i + 10, events.size()))),
            keys -> {
              loads.add(keys.size());
              return lab.jdbc().inSession(session -> table.load(session, keys));
            });
        if (cache.isFull()) {
          lab.jdbc().inTransaction(session -> write(cache, session));
          cache.written();
          assertThat(cache.weight()).isLessThanOrEqualTo(TINY);
        }
      }
      lab.jdbc().inTransaction(session -> write(cache, session));

      assertThat(loads).hasSizeGreaterThan(100);
      assertThat(lab.jdbc().query(table.selectSql() + " order by account", table::read))
          .containsExactlyElementsOf(
              LiveProjection.of(Accounts.BALANCES, lab.store()).rows(AsOf.latest()).values());
    }
  }

  @Test
  void a_table_that_was_empty_is_not_asked_while_all_of_it_is_here() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Accounts.history(lab.store(), 100, 1);
      ReadModelTable<String, Accounts.Balance> table =
          new ReadModelTable<>(ProjectionLab.SCHEMA, Slot.SCRATCH, Accounts.BALANCES);
      RowCache<String, Accounts.Balance> cache =
          new RowCache<>(table, Accounts.BALANCES.rows(), true, 1_000_000);

      cache.apply(
          Accounts.BALANCES.batch(
              lab.store().readBatch(Accounts.BALANCES.query().limit(100)).events()),
          keys -> {
            throw new AssertionError("asked for " + keys);
          });

      assertThat(cache.weight()).isPositive();
    }
  }

  private static boolean create(
      ReadModelTable<String, Accounts.Balance> table, io.tidemark.jdbc.Session session) {
    table.lifecycle().create(session);
    return true;
  }

  private static boolean write(
      RowCache<String, Accounts.Balance> cache, io.tidemark.jdbc.Session session) {
    cache.write(session);
    return true;
  }
}

package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/use-a-pooler-and-replicas.md}. */
class PoolerTest {
  @Test
  void what_needs_a_session_goes_around_the_pooler() {
    try (TestDatabase database = TestDatabase.create();
        HikariDataSource pooled = pool(database, "pooled");
        HikariDataSource direct = pool(database, "direct")) {
      assertThat(appendingSessions(open(pooled, direct), pooled)).containsExactly("direct");
    }
  }

  private static HikariDataSource pool(TestDatabase database, String name) {
    HikariDataSource pool = new HikariDataSource();
    String separator = database.jdbcUrl().contains("?") ? "&" : "?";
    pool.setJdbcUrl(database.jdbcUrl() + separator + "ApplicationName=" + name);
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(2);
    return pool;
  }

  private static PostgresEventStore open(DataSource pooled, DataSource direct) {
    // region pooler
    PostgresEventStore store = PostgresEventStore.builder(pooled).directConnections(direct).build();
    CheckpointStore checkpoints = PostgresCheckpointStore.of(direct, "tidemark");
    PostgresProjections projections = PostgresProjections.builder(store).dataSource(direct).build();
    // end
    projections.catchUp(Stock.PROJECTION);
    assertThat(checkpoints.find("mails")).isEmpty();
    return store;
  }

  private static List<String> appendingSessions(PostgresEventStore store, DataSource pooled) {
    try (store) {
      AggregateRepository.of("item", Item::new, store, Item.CODEC)
          .execute("bolt-m8", item -> item.receive(10, "Acme"));
      return new Jdbc(pooled)
          .query(
              "select application_name from pg_stat_activity"
                  + " where datname = current_database() and query like '%append_one%'"
                  + " and pid <> pg_backend_pid()",
              row -> row.text(1));
    }
  }
}

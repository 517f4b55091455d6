package io.tidemark.projection.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import org.junit.jupiter.api.Test;

class StatementTimeoutTest {
  /** Each row takes a twentieth of a second, and sixty are more than a statement may take. */
  @Test
  void a_batch_that_takes_longer_goes_in_by_parts() {
    Projection<String, Trail> trails = Trails.byStream("trails", Trails.nothing());
    try (ProjectionLab lab = new ProjectionLab()) {
      lab.projections().catchUp(trails);
      lab.jdbc()
          .update(
              "create function tidemark.slow() returns trigger language plpgsql as"
                  + " 'begin perform pg_sleep(0.05); return new; end'");
      lab.jdbc()
          .update(
              "create trigger slow before insert on tidemark.trails for each row"
                  + " execute function tidemark.slow()");
      Trails.append(lab.store(), 60, 60);
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(lab.database().jdbcUrl());
      config.setUsername(lab.database().user());
      config.setPassword(lab.database().password());
      config.setMaximumPoolSize(4);
      config.setConnectionInitSql("set statement_timeout = '1s'");
      try (HikariDataSource pool = new HikariDataSource(config);
          PostgresEventStore store = PostgresEventStore.builder(pool).build()) {
        PostgresProjections.of(store).catchUp(trails);
      }
      lab.jdbc().update("drop trigger slow on tidemark.trails");
      lab.assertTrueToTheLog(trails);
    }
  }
}

package io.tidemark.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.LiveProjection;
import io.tidemark.projection.Projection;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import javax.sql.DataSource;

/** A database with a log and projections, for one test. */
final class ProjectionLab implements AutoCloseable {
  static final String SCHEMA = "tidemark";

  private final TestDatabase database = TestDatabase.create();
  private final HikariDataSource pool = pool();
  private final PostgresEventStore store = PostgresEventStore.builder(pool).build();

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(12);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  DataSource dataSource() {
    return pool;
  }

  TestDatabase database() {
    return database;
  }

  PostgresEventStore store() {
    return store;
  }

  Jdbc jdbc() {
    return new Jdbc(dataSource());
  }

  ReadModels readModels() {
    return new ReadModels(jdbc(), SCHEMA, store);
  }

  JdbcProjections projections() {
    return JdbcProjections.on(store, dataSource(), SCHEMA);
  }

  <V> List<V> stored(Projection<?, V> projection) {
    return projections().<Object, V>repository(projection).findAll();
  }

  /** The rows are what a replay gives, and complete. */
  <V> void assertTrueToTheLog(Projection<?, V> projection) {
    assertThat(projections().repository(projection).checkpoint()).isEqualTo(store.head());
    assertThat(stored(projection))
        .containsExactlyElementsOf(LiveProjection.fold(projection, store, AsOf.latest()).values());
    VerificationReport report = projections().verify(projection);
    assertThat(report.examples()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  @Override
  public void close() {
    store.close();
    pool.close();
    database.close();
  }
}

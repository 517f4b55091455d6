package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.AsOf;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresMigrations;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.replay.VerificationReport;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import io.tidemark.testdatabase.TestDatabaseTemplate;
import java.util.List;
import javax.sql.DataSource;

/** A database with a log and projections, for one test. */
public final class ProjectionLab implements AutoCloseable {
  public static final String SCHEMA = "tidemark";

  private static final TestDatabaseTemplate LOGS =
      new TestDatabaseTemplate(
          empty -> PostgresMigrations.migrate(empty, SCHEMA),
          copy -> new Jdbc(copy).update("update tidemark.log set log_id = gen_random_uuid()"));

  private final TestDatabase database = LOGS.copy();
  private final HikariDataSource pool = pool(12);
  private final PostgresEventStore store = PostgresEventStore.builder(pool).build();
  private int uses;

  /** Another pool of connections to the database; the caller closes it. */
  public HikariDataSource pool(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  /**
   * This one for so many uses, and then another with an empty log: for tests that go over the whole
   * log each time.
   */
  public ProjectionLab renewedAfter(int most) {
    if (uses++ < most) {
      return this;
    }
    close();
    ProjectionLab next = new ProjectionLab();
    next.uses = 1;
    return next;
  }

  public DataSource dataSource() {
    return pool;
  }

  /** Has new connections made from now on: one that was killed a moment ago looks well. */
  public void renewConnections() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  public TestDatabase database() {
    return database;
  }

  public PostgresEventStore store() {
    return store;
  }

  public Jdbc jdbc() {
    return new Jdbc(dataSource());
  }

  public PostgresProjections projections() {
    return PostgresProjections.of(store);
  }

  /** Brings a projection to the head with batches of at most so many events. */
  public void catchUp(Projection<?, ?> projection, int batchSize) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(projections().exactlyOnce(projection))
            .batchSize(batchSize)
            .build()) {
      runner.catchUp();
    }
  }

  public Replays replays() {
    return Replays.of(projections());
  }

  public ReadModels asking() {
    return ReadModels.of(projections());
  }

  public <V> List<V> stored(Projection<?, V> projection) {
    return asking().of(projection).findAll();
  }

  /** The rows are what a replay gives, and complete. */
  public <V> void assertTrueToTheLog(Projection<?, V> projection) {
    assertThat(asking().of(projection).position()).isEqualTo(store.head());
    assertThat(stored(projection))
        .containsExactlyElementsOf(
            LiveProjection.of(projection, store).rows(AsOf.latest()).values());
    VerificationReport report = replays().verify(projection);
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

package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Append, read and project through whatever gives connections; after the close, all are back and
 * none is left in the database.
 */
class AnyPoolTest {
  /** Two are kept, one reads, one writes rows, and one migrates at the start. */
  private static final int CONNECTIONS = 5;

  enum Kind {
    PLAIN,
    HIKARI,
    PROXY_OF_HIKARI,
    AGROAL,
    TOMCAT
  }

  /** A source, how many of its connections are lent out, and how it is closed. */
  record Source(DataSource dataSource, IntSupplier lent, AutoCloseable pool) {}

  private static Source open(Kind kind, TestDatabase database) throws SQLException {
    return switch (kind) {
      case PLAIN -> plain(database);
      case HIKARI -> hikari(database, false);
      case PROXY_OF_HIKARI -> hikari(database, true);
      case AGROAL -> agroal(database);
      case TOMCAT -> tomcat(database);
    };
  }

  private static Source plain(TestDatabase database) {
    FaultyDataSource counting = FaultyDataSource.around(database.dataSource());
    return new Source(counting, () -> open(counting), () -> {});
  }

  private static int open(FaultyDataSource counting) {
    try {
      return counting.open();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Source hikari(TestDatabase database, boolean isProxied) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(CONNECTIONS);
    DataSource source = isProxied ? FaultyDataSource.around(pool) : pool;
    return new Source(source, () -> pool.getHikariPoolMXBean().getActiveConnections(), pool);
  }

  private static Source agroal(TestDatabase database) throws SQLException {
    AgroalDataSource pool =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled()
                .connectionPoolConfiguration(
                    settings ->
                        settings
                            .maxSize(CONNECTIONS)
                            .connectionFactoryConfiguration(
                                factory ->
                                    factory
                                        .jdbcUrl(database.jdbcUrl())
                                        .principal(new NamePrincipal(database.user()))
                                        .credential(new SimplePassword(database.password())))));
    return new Source(pool, () -> (int) pool.getMetrics().activeCount(), pool);
  }

  private static Source tomcat(TestDatabase database) {
    PoolProperties settings = new PoolProperties();
    settings.setUrl(database.jdbcUrl());
    settings.setDriverClassName("org.postgresql.Driver");
    settings.setUsername(database.user());
    settings.setPassword(database.password());
    settings.setMaxActive(CONNECTIONS);
    settings.setInitialSize(1);
    settings.setMinIdle(1);
    settings.setMaxIdle(CONNECTIONS);
    settings.setJmxEnabled(false);
    org.apache.tomcat.jdbc.pool.DataSource pool =
        new org.apache.tomcat.jdbc.pool.DataSource(settings);
    return new Source(pool, pool::getActive, pool::close);
  }

  @ParameterizedTest
  @EnumSource
  void append_read_project_close_and_all_connections_are_back(Kind kind) throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      Source source = open(kind, database);
      try (AutoCloseable pool = source.pool()) {
        assertThat(pool).isNotNull();
        work(source.dataSource());
        Processes.await("connections lent by " + kind, () -> source.lent().getAsInt() == 0);
      }
      Jdbc observer = new Jdbc(database.dataSource());
      Processes.await("end of all sessions of " + kind, () -> sessions(observer) == 0);
    }
  }

  private static void work(DataSource source) {
    try (PostgresEventStore store = PostgresEventStore.builder(source).build()) {
      PostgresProjections projections = PostgresProjections.of(store);
      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(projections.exactlyOnce(Accounts.BALANCES))
              .build()) {
        runner.start();
        for (int n = 1; n <= 20; n++) {
          Accounts.append(store, "a" + n % 3, new Accounts.Moved(BigDecimal.valueOf(n)));
        }
        assertThat(
                ReadModels.of(projections)
                    .of(Accounts.BALANCES)
                    .awaiting(store.head())
                    .find("a1")
                    .orElseThrow()
                    .balance())
            .isEqualByComparingTo("70");
        try (Stream<?> events = store.readAll(LogQuery.all())) {
          assertThat(events).hasSize(20);
        }
      }
    }
  }

  private static int sessions(Jdbc observer) {
    return observer
        .query(
            "select pid from pg_stat_activity where datname = current_database()"
                + " and backend_type = 'client backend' and pid <> pg_backend_pid()",
            row -> 1)
        .size();
  }
}

package io.tidemark.bank;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.tidemark.StoreUnavailableException;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a pool of connections to wherever the data is, and starts the server if that is ours. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int POOL_SIZE = 8;
  private static final long CONNECT_MILLIS = 10_000;

  private Database() {}

  /**
   * Makes sure that there is something to look at.
   *
   * @throws NoSuchBankException if a directory has no data, or is not there
   */
  static void requireExisting(Location location) {
    if (location instanceof Location.Directory directory
        && !EmbeddedPostgres.isInitialised(directory.path())) {
      throw new NoSuchBankException(directory.path());
    }
  }

  static boolean stop(Path directory, Duration patience) {
    requireExisting(new Location.Directory(directory));
    return EmbeddedPostgres.stop(directory, patience);
  }

  /** Whatever was opened is added to the resources, also if this fails half-way. */
  static HikariDataSource open(Location location, Resources resources, Consumer<String> progress) {
    Location.Server server =
        location instanceof Location.Directory directory
            ? start(directory, resources, progress)
            : (Location.Server) location;
    HikariConfig config = new HikariConfig();
    config.setPoolName("bank");
    config.setJdbcUrl(server.jdbcUrl());
    config.setUsername(server.user().isEmpty() ? null : server.user());
    config.setPassword(server.password().isEmpty() ? null : server.password());
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.addDataSourceProperty("connectTimeout", CONNECT_MILLIS / 1000);
    config.addDataSourceProperty("ApplicationName", "tidemark-bank");
    try {
      return resources.add(new HikariDataSource(config));
    } catch (PoolInitializationException e) {
      throw new StoreUnavailableException(
          "Cannot connect to %s: %s".formatted(withoutSecrets(server.jdbcUrl()), reason(e)), e);
    }
  }

  private static String withoutSecrets(String jdbcUrl) {
    return jdbcUrl.replaceFirst("\\?.*", "");
  }

  /** The pool says what the driver has said; of that, the first sentence says it all. */
  private static String reason(PoolInitializationException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage()).split("\\. ", 2)[0];
  }

  private static Location.Server start(
      Location.Directory directory, Resources resources, Consumer<String> progress) {
    EmbeddedPostgresOptions options =
        EmbeddedPostgresOptions.durable()
            .withIdleTimeout(directory.idleTimeout())
            .withProgress(progress);
    EmbeddedPostgres postgres = resources.add(EmbeddedPostgres.open(directory.path(), options));
    LOG.info("{} of {}", postgres.jdbcUrl(), directory);
    return new Location.Server(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }
}

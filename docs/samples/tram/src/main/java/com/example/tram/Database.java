package com.example.tram;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.EmbeddedPostgres;
import java.nio.file.Path;

/** A PostgreSQL that keeps its data in the directory tram-data, and a pool of connections. */
final class Database implements AutoCloseable {
  private final EmbeddedPostgres postgres = EmbeddedPostgres.open(Path.of("tram-data"));
  private final HikariDataSource dataSource;

  Database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.jdbcUrl());
    config.setUsername(postgres.user());
    config.setPassword(postgres.password());
    dataSource = new HikariDataSource(config);
  }

  HikariDataSource dataSource() {
    return dataSource;
  }

  @Override
  public void close() {
    dataSource.close();
    postgres.close();
  }
}

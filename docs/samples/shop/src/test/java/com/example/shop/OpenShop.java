package com.example.shop;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import io.tidemark.testing.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop on a server of its own, at noon, until the test moves the clock. */
final class OpenShop implements AutoCloseable {
  final ManualClock clock = ManualClock.at(Instant.parse("2026-03-02T12:00:00Z"));
  final List<Publication> published = new CopyOnWriteArrayList<>();
  final Shop shop;
  final ShopServer server;
  final HikariDataSource pool;
  private final EmbeddedPostgres postgres;

  OpenShop(Path directory) {
    postgres = EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.throwaway());
    pool = new HikariDataSource(Main.poolOf(postgres));
    shop = new Shop(pool, clock, published::add);
    server = ShopServer.start(shop, 0);
  }

  @Override
  public void close() {
    server.close();
    shop.close();
    pool.close();
    postgres.close();
  }
}

package com.example.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the shop on a PostgreSQL of its own, until it is interrupted. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final Path DIRECTORY = Path.of("shop-data");

  private Main() {}

  /**
   * Listens on port 7070.
   *
   * @param args another port; none to take that one
   */
  public static void main(String[] args) {
    int port = args.length == 0 ? 7070 : Integer.parseInt(args[0]);
    EmbeddedPostgres postgres = EmbeddedPostgres.open(DIRECTORY.resolve("postgres"));
    HikariDataSource pool = new HikariDataSource(poolOf(postgres));
    Shop shop = new Shop(pool, Clock.systemUTC(), Main::publish);
    // region schedule
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    timer.scheduleWithFixedDelay(() -> cancelUnpaidOrders(shop), 0, 1, TimeUnit.MINUTES);
    // end
    ShopServer server = startOrExit(shop, port);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  timer.shutdownNow();
                  shop.close();
                  pool.close();
                  postgres.close();
                }));
    System.out.printf(
        "The shop is open: http://localhost:%d, data in %s, Ctrl-C closes it%n",
        server.port(), DIRECTORY);
  }

  /** The threads of an open shop would keep the process up, although nobody can reach it. */
  private static ShopServer startOrExit(Shop shop, int port) {
    try {
      return ShopServer.start(shop, port);
    } catch (RuntimeException e) {
      System.err.printf("The shop stays closed: port %d: %s%n", port, e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  static HikariConfig poolOf(EmbeddedPostgres postgres) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(postgres.jdbcUrl());
    config.setUsername(postgres.user());
    config.setPassword(postgres.password());
    return config;
  }

  /** A scheduled task that throws is never called again. */
  private static void cancelUnpaidOrders(Shop shop) {
    try {
      shop.cancelUnpaidOrders();
    } catch (RuntimeException e) {
      LOG.warn("Unpaid orders were not cancelled; the next try is in a minute", e);
    }
  }

  /** Stands for your broker. */
  private static void publish(Publication publication) {
    try {
      Files.writeString(
          DIRECTORY.resolve("published.jsonl"),
          new Json().toJsonString(publication, Publication.class) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.CommandResult;
import io.tidemark.embedded.EmbeddedPostgres;
import io.tidemark.embedded.EmbeddedPostgresOptions;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/how-to/test-with-a-database.md}. */
class WithDatabaseTest {
  // region server
  private static final AtomicInteger LOGS = new AtomicInteger();

  @TempDir static Path directory;
  static EmbeddedPostgres server;
  static HikariDataSource dataSource;

  private PostgresEventStore store;

  @BeforeAll
  static void startServer() {
    server = EmbeddedPostgres.open(directory.resolve("pg"), EmbeddedPostgresOptions.throwaway());
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(server.jdbcUrl());
    dataSource.setUsername(server.user());
    dataSource.setPassword(server.password());
  }

  @AfterAll
  static void stopServer() {
    dataSource.close();
    server.close();
  }

  @BeforeEach
  void openLogOfItsOwn() {
    String schema = "test_" + LOGS.incrementAndGet();
    store = PostgresEventStore.builder(dataSource).schema(schema).build();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  // end

  // region test
  @Test
  void what_was_picked_is_no_longer_in_stock() {
    PostgresProjections projections = PostgresProjections.of(store);
    ReadModelRepository<String, Stock> stock = ReadModels.of(projections).of(Stock.PROJECTION);
    var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);

    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    CommandResult picked = items.execute("bolt-m8", item -> item.pick(3, "order-1"));
    projections.catchUp(Stock.PROJECTION); // on this thread: nothing to wait for, nothing flaky

    assertThat(stock.position()).isEqualTo(picked.position());
    assertThat(stock.find("bolt-m8")).get().extracting(Stock::quantity).isEqualTo(7L);
  }

  // end

  @Test
  void another_test_finds_an_empty_log() {
    assertThat(store.head()).isZero();
  }
}

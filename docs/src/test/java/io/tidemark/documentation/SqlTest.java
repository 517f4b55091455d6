package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Metadata;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.TestDatabase;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/query-the-log-with-sql.md}. */
class SqlTest {
  private static final Map<String, List<String>> REGIONS =
      Regions.below(List.of(resources())).all();

  private TestDatabase database;
  private Jdbc jdbc;

  @BeforeEach
  void pickBolts() {
    database = TestDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    try (EventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
      items.execute("bolt-m8", item -> item.receive(10, "Acme"));
      Metadata metadata = Metadata.of(Metadata.CORRELATION_ID, "request-4711");
      items.execute("bolt-m8", metadata, item -> item.pick(3, "order-1"));
      items.execute("bolt-m8", item -> item.pick(2, "order-2"));
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private static Path resources() {
    try {
      URL log = Objects.requireNonNull(SqlTest.class.getResource("log.sql"));
      return Objects.requireNonNull(Path.of(log.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sql(String name) {
    List<String> lines = REGIONS.get(name);
    assertThat(lines).as(name).isNotNull();
    return String.join("\n", lines).replaceAll(";$", "");
  }

  @Test
  void the_newest_events() {
    assertThat(jdbc.query(sql("log.sql#newest"), row -> row.integer(1)))
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void what_is_in_the_payload() {
    assertThat(jdbc.query(sql("log.sql#payload"), row -> row.text(1) + " " + row.integer(2)))
        .containsExactly("item-bolt-m8 5");
  }

  @Test
  void one_stream() {
    assertThat(jdbc.query(sql("log.sql#one-stream"), row -> row.text(2)))
        .containsExactly("Received", "Picked", "Picked");
  }

  @Test
  void what_one_request_caused() {
    jdbc.update(sql("log.sql#index"));
    assertThat(jdbc.query(sql("log.sql#cause"), row -> row.integer(1))).containsExactly(2L);
    // Three rows would rather be read in the order that is asked for.
    String unordered = sql("log.sql#cause").replace("order by position", "");
    String plan =
        jdbc.inTransaction(
            session -> {
              session.update("set local enable_seqscan = off");
              return String.join("\n", session.query("explain " + unordered, row -> row.text(1)));
            });
    assertThat(plan).contains("events_correlation_id");
  }

  @Test
  void how_long_the_log_was_then() {
    assertThat(jdbc.query(sql("log.sql#position-as-of"), row -> row.integer(1)))
        .containsExactly(0L);
    assertThat(jdbc.query(sql("log.sql#as-of"), row -> row.integer(1))).containsExactly(3L);
  }

  @Test
  void whether_the_log_is_whole() {
    assertThat(jdbc.query(sql("log.sql#whole"), row -> row.truth(1))).containsExactly(true);
  }
}

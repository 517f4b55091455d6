package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.subscription.Subscription;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscription that has read everything: it reads no more, and misses nothing by that. */
class IdleSubscriptionTest {
  private static final StreamId STREAM = StreamId.of("account", "1");
  private static final Duration WAIT = Duration.ofMillis(20);

  private final HeardStore heard = HeardStore.careless();
  private TestDatabase database;
  private Jdbc jdbc;
  private PostgresEventStore store;
  private Subscription subscription;

  @BeforeEach
  void readAll() {
    database = LogDatabase.create();
    jdbc = new Jdbc(database.dataSource());
    store = PostgresEventStore.builder(database.dataSource()).listener(heard).build();
    subscription = Subscription.of(store, LogQuery.all().categories(Set.of("account")));
    append();
    append();
    assertThat(subscription.next(WAIT).events()).hasSize(2);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void append() {
    store.append(STREAM, ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  @Test
  void waits_in_vain_read_nothing() {
    subscription.next(WAIT); // the look that it begins with
    int reads = heard.pages.size();

    for (int i = 0; i < 10; i++) {
      assertThat(subscription.next(WAIT).events()).isEmpty();
    }
    assertThat(heard.pages).hasSize(reads);

    append();
    assertThat(subscription.next(Duration.ofMinutes(1)).events()).hasSize(1);
  }

  @Test
  void has_the_store_listen_to_other_processes() {
    subscription.next(WAIT);

    Processes.await(
        "a session that listens",
        () ->
            jdbc.first(
                    "select 1 from pg_stat_activity where datname = current_database() and (query like 'listen %' or query like '/* listens %')",
                    row -> row.integer(1))
                .isPresent());
  }

  @Test
  void a_log_that_has_lost_its_end_is_noticed() {
    jdbc.update("delete from tidemark.events where position = 2");

    assertThatThrownBy(this::waitLong)
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("expected at least 2 events, actual 1");
  }

  @Test
  void a_log_that_ends_with_another_event_is_noticed() {
    jdbc.update("update tidemark.events set event_id = gen_random_uuid() where position = 2");

    assertThatThrownBy(this::waitLong)
        .isInstanceOf(LogRewoundException.class)
        .hasMessageContaining("at position 2, actual event");
  }

  private void waitLong() {
    for (int i = 0; i < 500; i++) {
      subscription.next(WAIT);
    }
  }
}

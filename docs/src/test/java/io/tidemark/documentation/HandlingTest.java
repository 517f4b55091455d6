package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/do-work-that-is-no-table.md}. */
class HandlingTest {
  private final Map<UUID, String> outbox = new ConcurrentHashMap<>();

  @Test
  void a_handler_is_run_beside_its_checkpoint() {
    try (TestDatabase database = TestDatabase.create();
        EventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      DataSource dataSource = database.dataSource();
      // region handler
      CheckpointStore checkpoints = PostgresCheckpointStore.of(dataSource, "tidemark");
      Subscriber mails =
          HandlerSubscriber.atLeastOnce("delivery-mails", checkpoints)
              .fromNow(store)
              .events(LogQuery.all().categories(Set.of("item")), Item.CODEC)
              .handledBy((event, recorded) -> send(recorded.id(), "New: " + event));

      SubscriptionRunner runner = SubscriptionRunner.builder(store).add(mails).build();
      runner.start();
      // end
      runner.catchUp(Duration.ofMinutes(1));
      AggregateRepository.of("item", Item::new, store, Item.CODEC)
          .execute("bolt-m8", item -> item.receive(10, "Acme"));
      runner.catchUp(Duration.ofMinutes(1));
      assertThat(outbox.values()).singleElement().asString().contains("Acme");
      runner.close();
    }
  }

  /** Stands for a mail server that knows what it has sent by its id. */
  private void send(UUID id, String text) {
    outbox.putIfAbsent(id, text);
  }
}

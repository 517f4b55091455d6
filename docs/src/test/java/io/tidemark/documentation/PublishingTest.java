package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.inmemory.InMemoryCheckpointStore;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/publish-events.md}. */
class PublishingTest {
  private final List<String> published = new ArrayList<>();

  /** Stands for the client of a broker; returns when the broker has the message. */
  interface Broker {
    void send(String topic, String key, UUID messageId, String message) throws Exception;
  }

  // region contract
  /** What others are told: theirs to rely on, whatever becomes of our events. */
  static String message(ItemEvent event) {
    if (event instanceof Received received) {
      return "{\"change\":%d}".formatted(received.quantity());
    }
    return "{\"change\":%d}".formatted(-((Picked) event).quantity());
  }

  // end

  @Test
  void each_event_is_sent_in_order_with_its_id_and_the_key_of_its_stream() {
    EventStore store = new InMemoryEventStore();
    CheckpointStore checkpoints = new InMemoryCheckpointStore();
    Broker broker = (topic, key, id, message) -> published.add(topic + " " + key + " " + message);
    var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));

    // region relay
    Subscriber relay =
        HandlerSubscriber.atLeastOnce("stock-to-broker", checkpoints)
            .fromBeginning(store)
            .events(LogQuery.all().categories(Set.of("item")), Item.CODEC)
            .withEventsPerCheckpoint(100)
            .handledBy(
                (event, recorded) ->
                    broker.send(
                        "stock-changes",
                        recorded.stream().toString(), // one stream, one partition: in order
                        recorded.id(), // the same if the event comes again
                        message(event)));
    // end

    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(relay).build()) {
      runner.catchUp();
    }
    assertThat(published)
        .containsExactly(
            "stock-changes item-bolt-m8 {\"change\":10}",
            "stock-changes item-bolt-m8 {\"change\":-3}");
  }
}

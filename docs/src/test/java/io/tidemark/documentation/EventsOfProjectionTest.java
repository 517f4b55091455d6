package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.ItemEvent.Picked;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The how-to about what a projection is made from. */
class EventsOfProjectionTest {
  private final InMemoryEventStore store = new InMemoryEventStore();

  record Volume(String name, long in, long out) {
    static Volume after(@Nullable Volume before, String name, ItemEvent event) {
      Volume volume = before == null ? new Volume(name, 0, 0) : before;
      return event instanceof Received received
          ? new Volume(name, volume.in() + received.quantity(), volume.out())
          : new Volume(name, volume.in(), volume.out() + ((Picked) event).quantity());
    }
  }

  // region key-record
  record Supply(String item, String supplier, long quantity) {
    record Key(String item, String supplier) {}

    Key key() {
      return new Key(item, supplier);
    }
  }

  // end

  @BeforeEach
  void receiveAndPick() {
    AggregateRepository<Item, ItemEvent> items =
        AggregateRepository.of("item", Item::new, store, Item.CODEC);
    items.execute("bolt-m8", item -> item.receive(10, "Acme"));
    items.execute("nut-m8", item -> item.receive(20, "Acme"));
    items.execute("bolt-m8", item -> item.pick(3, "order-1"));
  }

  private Collection<Volume> rows(Projection<String, Volume> projection) {
    return LiveProjection.of(projection, store).rows(AsOf.latest()).values();
  }

  @Test
  void events_of_a_category() {
    // region category
    Projection<String, Volume> volumes =
        Projection.named("volumes", Volume.class, Volume::name)
            .from("item", Item.CODEC)
            .keyedByStream() // the row with the key of the event's stream
            .fold(
                (before, event, recorded) -> Volume.after(before, recorded.stream().key(), event));
    // end
    assertThat(rows(volumes))
        .containsExactly(new Volume("bolt-m8", 10, 3), new Volume("nut-m8", 20, 0));
  }

  @Test
  void events_of_some_types() {
    // region types
    Projection<String, Volume> picks =
        Projection.named("picks", Volume.class, Volume::name)
            .from("item", Item.CODEC)
            .ofTypes("Picked")
            .keyedByStream()
            .fold(
                (before, event, recorded) -> Volume.after(before, recorded.stream().key(), event));
    // end
    assertThat(rows(picks)).containsExactly(new Volume("bolt-m8", 0, 3));
  }

  @Test
  void events_of_a_stream() {
    // region stream
    Projection<String, Volume> ofBolts =
        Projection.named("bolts", Volume.class, Volume::name)
            .fromStream(StreamId.of("item", "bolt-m8"), Item.CODEC)
            .keyedBy((event, recorded) -> event instanceof Picked picked ? picked.order() : null)
            .fold(
                (before, event, recorded) -> Volume.after(before, ((Picked) event).order(), event));
    // end
    assertThat(rows(ofBolts)).containsExactly(new Volume("order-1", 0, 3));
  }

  @Test
  void one_event_that_changes_several_rows() {
    // region fan-out
    Projection<String, Volume> partners =
        Projection.named("partners", Volume.class, Volume::name)
            .from("item", Item.CODEC)
            .keyedByEach(
                (event, recorded) ->
                    event instanceof Received received
                        ? List.of(recorded.stream().key(), received.supplier())
                        : List.of(recorded.stream().key(), ((Picked) event).order()))
            .fold((before, key, event, recorded) -> Volume.after(before, key, event));
    // end
    assertThat(rows(partners))
        .containsExactly(
            new Volume("Acme", 30, 0),
            new Volume("bolt-m8", 10, 3),
            new Volume("nut-m8", 20, 0),
            new Volume("order-1", 0, 3));
  }

  @Test
  void a_row_for_each_item_and_supplier() {
    // region several-components
    Projection<Supply.Key, Supply> supplies =
        Projection.named("supplies", Supply.class, Supply.Key.class, Supply::key)
            .from("item", Item.CODEC)
            .ofTypes("Received")
            .keyedBy(
                (event, recorded) ->
                    new Supply.Key(recorded.stream().key(), ((Received) event).supplier()))
            .fold(
                (before, event, recorded) -> {
                  Received received = (Received) event;
                  long quantity = before == null ? 0 : before.quantity();
                  return new Supply(
                      recorded.stream().key(), received.supplier(), quantity + received.quantity());
                });
    // end
    assertThat(LiveProjection.of(supplies, store).rows(AsOf.latest()))
        .containsExactly(
            entry(new Supply.Key("bolt-m8", "Acme"), new Supply("bolt-m8", "Acme", 10)),
            entry(new Supply.Key("nut-m8", "Acme"), new Supply("nut-m8", "Acme", 20)));
  }
}

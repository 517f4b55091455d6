package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.StreamId;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.aggregate.StateMapping;
import io.tidemark.documentation.ItemEvent.Received;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresSnapshotStore;
import io.tidemark.snapshot.SnapshotPolicy;
import io.tidemark.snapshot.SnapshotStore;
import io.tidemark.store.EventStore;
import io.tidemark.testdatabase.TestDatabase;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/load-long-streams-from-snapshots.md}. */
class SnapshotsTest {
  // region state
  record ShelfState(int inStock) {}

  static final StateMapping<Shelf, ShelfState> STATE =
      StateMapping.of(
          ShelfState.class,
          shelf -> new ShelfState(shelf.inStock),
          (shelf, state) -> shelf.inStock = state.inStock());

  // end

  static final class Shelf extends Aggregate<ItemEvent> {
    private int inStock;

    void receive(int quantity) {
      raise(new Received(quantity, "Acme"));
    }

    @Override
    protected void apply(ItemEvent event) {
      inStock += event instanceof Received received ? received.quantity() : 0;
    }
  }

  @Test
  void a_snapshot_is_saved_by_the_policy() {
    try (TestDatabase database = TestDatabase.create()) {
      DataSource dataSource = database.dataSource();
      try (EventStore store = PostgresEventStore.builder(dataSource).build()) {
        // region repository
        SnapshotStore snapshots = PostgresSnapshotStore.of(dataSource, "tidemark");
        var shelves =
            AggregateRepository.of("shelf", Shelf::new, store, Item.CODEC)
                .withSnapshots(snapshots, SnapshotPolicy.every(100), STATE);
        // end
        for (int i = 0; i < 100; i++) {
          shelves.execute("a1", shelf -> shelf.receive(1));
        }
        assertThat(snapshots.find(StreamId.of("shelf", "a1"))).isPresent();
        assertThat(shelves.load("a1").inStock).isEqualTo(100);
      }
    }
  }
}

package io.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.StreamId;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.snapshot.SnapshotStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every promise of a snapshot store, each as one test. */
public abstract class SnapshotStoreContract {
  private static final StreamId ACCOUNT = StreamId.of("account", "42");
  private static final StreamId OTHER = StreamId.of("account", "43");

  private SnapshotStore store;

  /** A store that keeps no snapshot yet. */
  protected abstract SnapshotStore createStore();

  @BeforeEach
  void createEmptyStore() {
    store = createStore();
  }

  @Test
  void a_snapshot_is_found_as_it_was_saved() {
    Snapshot snapshot = new Snapshot(ACCOUNT, 3, "State", "{\"b\":900.00, \"a\":\"'😀\"}");
    store.save(snapshot);
    assertThat(store.find(ACCOUNT)).contains(snapshot);
  }

  @Test
  void each_stream_has_its_own() {
    store.save(snapshot(ACCOUNT, 3));
    store.save(snapshot(OTHER, 5));
    assertThat(store.find(ACCOUNT)).contains(snapshot(ACCOUNT, 3));
    assertThat(store.find(OTHER)).contains(snapshot(OTHER, 5));
    assertThat(store.find(StreamId.of("account", "4"))).isEmpty();
  }

  @Test
  void the_newer_one_is_kept_whichever_is_saved_first() {
    store.save(snapshot(ACCOUNT, 3));
    store.save(snapshot(ACCOUNT, 9));
    store.save(snapshot(ACCOUNT, 6));
    assertThat(store.find(ACCOUNT)).contains(snapshot(ACCOUNT, 9));
  }

  @Test
  void one_of_the_same_version_replaces_what_is_there() {
    store.save(new Snapshot(ACCOUNT, 3, "State", "{\"a\":1}"));
    store.save(new Snapshot(ACCOUNT, 3, "State", "{\"a\":2}"));
    assertThat(store.find(ACCOUNT)).map(Snapshot::data).contains("{\"a\":2}");
  }

  @Test
  void one_of_another_type_replaces_what_is_there() {
    store.save(new Snapshot(ACCOUNT, 9, "OldState", "{}"));
    store.save(new Snapshot(ACCOUNT, 3, "State", "{}"));
    assertThat(store.find(ACCOUNT)).map(Snapshot::type).contains("State");
  }

  @Test
  void a_deleted_snapshot_is_gone() {
    store.save(snapshot(ACCOUNT, 3));
    store.save(snapshot(OTHER, 3));
    store.delete(ACCOUNT);
    store.delete(ACCOUNT);
    assertThat(store.find(ACCOUNT)).isEmpty();
    assertThat(store.find(OTHER)).isPresent();
  }

  private static Snapshot snapshot(StreamId stream, long version) {
    return new Snapshot(stream, version, "State", "{\"version\":" + version + "}");
  }
}

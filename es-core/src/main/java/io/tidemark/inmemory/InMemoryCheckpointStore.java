package io.tidemark.inmemory;

import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.OwnedCheckpoint;
import io.tidemark.subscription.Checkpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps checkpoints in the memory of this process. */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final Map<String, Entry> entries = new HashMap<>();

  /** An empty store. */
  public InMemoryCheckpointStore() {}

  @Override
  public synchronized Optional<Checkpoint> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(entry -> entry.checkpoint);
  }

  @Override
  public synchronized Optional<OwnedCheckpoint> tryOwn(String name, Supplier<Checkpoint> first) {
    Entry entry = entries.get(name);
    if (entry == null) {
      entry = new Entry(first.get());
      entries.put(name, entry);
    } else if (entry.owner != null) {
      return Optional.empty();
    }
    entry.checkpoint = entry.checkpoint.inEpoch(entry.checkpoint.epoch() + 1);
    entry.owner = new Owned(entry);
    return Optional.of(entry.owner);
  }

  @Override
  public synchronized Optional<String> error(String name) {
    return Optional.ofNullable(entries.get(name)).map(entry -> entry.error);
  }

  private static final class Entry {
    private Checkpoint checkpoint;
    private @Nullable Owned owner;
    private @Nullable String error;

    Entry(Checkpoint checkpoint) {
      this.checkpoint = checkpoint;
    }
  }

  private final class Owned implements OwnedCheckpoint {
    private final Entry entry;
    private Checkpoint known;

    Owned(Entry entry) {
      this.entry = entry;
      this.known = entry.checkpoint;
    }

    @Override
    public Checkpoint checkpoint() {
      return known;
    }

    @Override
    public boolean confirm() {
      synchronized (InMemoryCheckpointStore.this) {
        return entry.owner == this;
      }
    }

    @Override
    public boolean moveTo(Checkpoint to) {
      synchronized (InMemoryCheckpointStore.this) {
        if (entry.owner != this || to.epoch() != known.epoch()) {
          return false;
        }
        entry.checkpoint = to;
        entry.error = null;
        known = to;
        return true;
      }
    }

    @Override
    public void keepError(String error) {
      synchronized (InMemoryCheckpointStore.this) {
        if (entry.owner == this) {
          entry.error = error;
        }
      }
    }

    @Override
    public void close() {
      synchronized (InMemoryCheckpointStore.this) {
        if (entry.owner == this) {
          entry.owner = null;
        }
      }
    }
  }
}

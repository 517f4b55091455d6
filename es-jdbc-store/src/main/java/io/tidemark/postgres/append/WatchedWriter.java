package io.tidemark.postgres.append;

import io.tidemark.store.AppendBatch;
import io.tidemark.store.StoreListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encloses each batch in a scope of the listener. It begins before the ordering lock is asked for
 * and ends after the commit. Used by one thread at a time.
 */
final class WatchedWriter implements GroupCommit.Writer {
  private final GroupCommit.Writer writer;
  private final StoreListener listener;

  WatchedWriter(GroupCommit.Writer writer, StoreListener listener) {
    this.writer = writer;
    this.listener = listener;
  }

  @Override
  public void write(Batch batch, Answering answering) {
    StoreListener.Scope scope = listener.batchStarted(describe(batch.unsettled()));
    try {
      writer.write(batch, answering);
    } finally {
      if (scope != null) {
        scope.close();
      }
    }
  }

  private static AppendBatch describe(List<PendingAppend> appends) {
    List<@Nullable Object> contexts = new ArrayList<>(appends.size());
    int events = 0;
    long characters = 0;
    for (PendingAppend append : appends) {
      contexts.addAll(append.contexts());
      events += append.events().size();
      characters += append.characters();
    }
    return new AppendBatch(contexts, events, characters);
  }
}

package io.tidemark.postgres;

import io.tidemark.RecordedEvent;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.append.AppendHook;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A hook that needs the store it belongs to, and so is made after it. */
final class InlineHook implements AppendHook {
  private final Function<PostgresEventStore, AppendHook> maker;
  private volatile @Nullable AppendHook made;

  InlineHook(Function<PostgresEventStore, AppendHook> maker) {
    this.maker = maker;
  }

  void make(PostgresEventStore store) {
    made = maker.apply(store);
  }

  @Override
  public void appended(Session transaction, List<RecordedEvent> events) {
    AppendHook hook = made;
    if (hook == null) {
      throw new IllegalStateException(
          "Cannot append: expected a store that is built, actual one whose inline work is being made");
    }
    hook.appended(transaction, events);
  }
}

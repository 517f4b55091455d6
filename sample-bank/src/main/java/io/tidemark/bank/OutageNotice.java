package io.tidemark.bank;

import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import java.util.function.Consumer;

/** Tells whoever waits that the database is away, and that it is back. Thread-safe. */
final class OutageNotice implements StoreListener {
  private final Consumer<String> notices;
  private boolean isAway;

  /** Told in a few words. */
  OutageNotice(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Told once, however often and by whatever it is tried: by the store, and by who uses it. */
  @Override
  public synchronized void retrying(int attempt, Throwable error) {
    if (!isAway) {
      isAway = true;
      notices.accept("database away, trying again every second");
    }
  }

  @Override
  public synchronized void appendFinished(FinishedAppend append) {
    if (isAway && append.result() != null) {
      isAway = false;
      notices.accept("database is back");
    }
  }
}

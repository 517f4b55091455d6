package io.tidemark.bank;

import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** Tells whoever waits that the database is away, and that it is back. Thread-safe. */
final class OutageNotice implements StoreListener {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Consumer<String> notices;
  private final Duration patience;
  private boolean isAway;

  /**
   * Told in a few words.
   *
   * @param patience how long it is tried at least
   */
  OutageNotice(Consumer<String> notices, Duration patience) {
    this.notices = notices;
    this.patience = patience;
  }

  /** Told once, however often and by whatever it is tried: by the store, and by who uses it. */
  @Override
  public synchronized void retrying(int attempt, Throwable error) {
    if (!isAway) {
      isAway = true;
      notices.accept(
          "database away, trying every second until %s at least"
              .formatted(TIME.format(LocalTime.now(ZoneId.systemDefault()).plus(patience))));
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

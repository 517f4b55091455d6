package io.tidemark.bank;

import io.tidemark.store.AppendBatch;
import io.tidemark.store.FinishedAppend;
import io.tidemark.store.StoreListener;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * Tells whoever waits that the database is away, until when it is waited for, and that it is back.
 * Thread-safe.
 */
final class OutageNotice implements StoreListener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Consumer<String> notices;
  private final Duration patience;
  private Instant batchStarted = Instant.now();
  private Instant until = Instant.MIN;

  /**
   * @param notices told in a few words
   * @param patience how long the store tries, from the beginning of a batch
   */
  OutageNotice(Consumer<String> notices, Duration patience) {
    this.notices = notices;
    this.patience = patience;
  }

  @Override
  public synchronized Scope batchStarted(AppendBatch batch) {
    batchStarted = Instant.now();
    return () -> {};
  }

  /** Told once, and once more only when the time that was told is over and it still tries. */
  @Override
  public synchronized void retrying(int attempt, Throwable error) {
    Instant end = batchStarted.plus(patience);
    if (Instant.now().isAfter(until) && end.isAfter(until)) {
      until = end;
      notices.accept("database away, trying until " + TIME.format(until));
    }
  }

  @Override
  public synchronized void appendFinished(FinishedAppend append) {
    if (!until.equals(Instant.MIN) && append.result() != null) {
      until = Instant.MIN;
      notices.accept("database is back");
    }
  }
}

package io.tidemark.bank.berka;

import io.tidemark.InvalidEventException;
import io.tidemark.bank.berka.Outcomes.Failure;
import io.tidemark.store.EventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the rows of a file, each as one event on its account: in the file's order, many in
 * flight, in bounded memory. Rows that are stored already are left alone, lines that are no rows
 * are reported and passed over.
 *
 * <p>For one file. Not thread-safe.
 */
public final class BerkaImport {
  private static final int MAX_IN_FLIGHT = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long FIRST_PAUSE_NANOS = 20_000_000;
  private static final long MAX_PAUSE_NANOS = 1_000_000_000;

  private final EventStore store;
  private final BerkaReader reader;
  private final Outcomes outcomes;
  private final Semaphore window = new Semaphore(MAX_IN_FLIGHT);
  private Duration patience = PATIENCE;

  /**
   * Of the rows of a reader into a store.
   *
   * @param rejections told of each line that is not stored, in no strict order, by any thread, one
   *     at a time
   */
  public BerkaImport(EventStore store, BerkaReader reader, Consumer<Rejection> rejections) {
    this.store = store;
    this.reader = reader;
    this.outcomes = new Outcomes(rejections);
  }

  /** Goes on trying this long while the log cannot be written; 15 seconds unless told. */
  public BerkaImport withPatience(Duration longest) {
    patience = Objects.requireNonNull(longest, "longest");
    return this;
  }

  /**
   * Reads to the end of the file and waits until all is stored.
   *
   * @param progress called after each line
   * @throws NotABerkaFileException if the file is of another format
   * @throws ImportInterruptedException if the log cannot be written for long
   */
  public ImportResult run(Runnable progress) throws IOException {
    try {
      for (NumberedRow row = next(); row != null; row = next()) {
        submit(row);
        if (outcomes.hasFailures()) {
          drain();
        }
        progress.run();
      }
    } finally {
      awaitAll();
    }
    drain();
    return outcomes.result();
  }

  /** What became of the rows so far. */
  public ImportResult soFar() {
    return outcomes.result();
  }

  private @Nullable NumberedRow next() throws IOException {
    while (true) {
      try {
        BerkaRow row = reader.next();
        return row == null ? null : new NumberedRow(reader.lineNumber(), row);
      } catch (MalformedRowException e) {
        outcomes.reject(reader.lineNumber(), e.getMessage());
      }
    }
  }

  private void submit(NumberedRow row) {
    window.acquireUninterruptibly();
    try {
      store
          .appendAsync(row.request())
          .whenComplete(
              (result, failure) -> {
                outcomes.add(row, result, failure);
                window.release();
              });
    } catch (InvalidEventException e) {
      outcomes.add(row, null, e);
      window.release();
    } catch (RuntimeException e) {
      window.release();
      throw e;
    }
  }

  /** Waits for what is in flight and hands in again what failed, in the order of the file. */
  private void drain() {
    long deadline = System.nanoTime() + patience.toNanos();
    awaitAll();
    long pause = FIRST_PAUSE_NANOS;
    while (outcomes.hasFailures()) {
      List<Failure> failures = outcomes.takeFailures();
      Failure first = failures.get(0);
      if (!Outcomes.mayPass(first.cause()) || System.nanoTime() - deadline >= 0) {
        throw new ImportInterruptedException(first.row().line(), first.cause());
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(MAX_PAUSE_NANOS, pause * 2);
      failures.forEach(failure -> submit(failure.row()));
      awaitAll();
    }
  }

  private void awaitAll() {
    window.acquireUninterruptibly(MAX_IN_FLIGHT);
    window.release(MAX_IN_FLIGHT);
  }
}

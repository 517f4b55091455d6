package io.tidemark.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Threads that do the same thing again and again until the time is over. */
public final class Callers {
  private static final double RUN_IN = 0.15; // of the length, before the count begins

  private Callers() {}

  /** What one thread does in each turn. */
  @FunctionalInterface
  public interface Turn {
    void run() throws Exception;
  }

  /** Makes the turn of one thread. */
  @FunctionalInterface
  public interface TurnOf {
    Turn of(int caller) throws Exception;
  }

  /** Turns per second of all threads together. */
  public static double turnsPerSecond(int callers, Duration length, TurnOf turnOf)
      throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    LongAdder turns = new LongAdder();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        Turn turn = turnOf.of(caller);
        running.add(
            threads.submit(
                () -> {
                  while (!stop.get()) {
                    turn.run();
                    turns.increment();
                  }
                  return null;
                }));
      }
      double rate = measure(turns, length);
      stop.set(true);
      rethrow(running);
      return rate;
    } finally {
      stop.set(true);
      threads.shutdown();
    }
  }

  /** Events per second by one counter, which others count up meanwhile. */
  public static double measure(LongAdder counter, Duration length) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (length.toNanos() * RUN_IN));
    long before = counter.sum();
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
    return (counter.sum() - before) * 1e9 / (System.nanoTime() - from);
  }

  private static void rethrow(List<Future<?>> running) throws Exception {
    for (Future<?> thread : running) {
      try {
        thread.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("A caller failed", e.getCause());
      }
    }
  }
}

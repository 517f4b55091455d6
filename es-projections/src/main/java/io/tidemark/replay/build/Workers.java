package io.tidemark.replay.build;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The threads of one build. One of several workers is the thread that builds itself. */
final class Workers implements AutoCloseable {
  private final ExecutorService threads;

  Workers(String name) {
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "tidemark-replay-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  ExecutorService threads() {
    return threads;
  }

  /** Does the work for each element, all at once, and returns when all of it is done. */
  <T> void each(List<T> elements, BiConsumer<Integer, T> work) {
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < elements.size(); i++) {
      int index = i;
      others.add(threads.submit(() -> work.accept(index, elements.get(index))));
    }
    RuntimeException failure = null;
    try {
      work.accept(0, elements.get(0));
    } finally {
      failure = awaited(others);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The first failure of any; null if there is none. An interrupted thread waits all the same. */
  private static @Nullable RuntimeException awaited(List<Future<?>> others) {
    RuntimeException failure = null;
    boolean interrupted = false;
    for (Future<?> other : others) {
      boolean done = false;
      while (!done) {
        try {
          other.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = Failures.unwrapped(e);
          done = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}

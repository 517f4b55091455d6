package io.tidemark.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener of whatever kind that never throws: a meter that fails must not stop the work. What it
 * throws, Errors too, is logged once. Thread-safe. For the packages that have listeners. Not API.
 *
 * @param <L> kind of listener
 */
public final class ShieldedListener<L> {
  private static final Logger LOG = LoggerFactory.getLogger(ShieldedListener.class);

  private final L listener;
  private final AtomicBoolean failed = new AtomicBoolean();

  private ShieldedListener(L listener) {
    this.listener = listener;
  }

  /** Each of these, shielded by itself. */
  public static <L> List<ShieldedListener<L>> each(List<? extends L> listeners) {
    return listeners.stream().map(listener -> new ShieldedListener<L>(listener)).toList();
  }

  /** Tells it something. */
  public void tell(Consumer<? super L> news) {
    try {
      news.accept(listener);
    } catch (RuntimeException | Error e) {
      complain(e);
    }
  }

  /** Asks it for something; null if it gives nothing, or fails. */
  public <T> @Nullable T ask(Function<? super L, ? extends @Nullable T> question) {
    try {
      return question.apply(listener);
    } catch (RuntimeException | Error e) {
      complain(e);
      return null;
    }
  }

  private void complain(Throwable error) {
    try {
      if (failed.compareAndSet(false, true)) {
        LOG.warn("Listener {} failed; not said again", listener.getClass().getName(), error);
      }
    } catch (RuntimeException | Error ignored) {
      // near the end of its stack or memory the thread cannot log either
    }
  }
}

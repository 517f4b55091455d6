package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base class of things that decide by their own history: a method looks at the fields, throws if
 * what is asked must not be, and otherwise {@link #raise}s events; {@link #apply} is the only place
 * where fields change.
 *
 * <p>Used by one thread at a time. An instance that a command was given must not be kept.
 *
 * @param <E> its events, usually a sealed interface
 */
public abstract class Aggregate<E> {
  private final List<E> raised = new ArrayList<>();
  private @Nullable StreamId stream;
  private long version;
  private boolean applying;

  /** Why an event could not be applied; the fields may then hold half of it. */
  private @Nullable Throwable failure;

  /** Called by subclasses; an {@link AggregateRepository} then says which stream it is. */
  protected Aggregate() {}

  /**
   * Says that something happened: applies the event, and appends it when the command is done.
   *
   * @throws IllegalStateException if called from {@link #apply}, which would raise it at each
   *     loading again
   */
  protected final void raise(E event) {
    Objects.requireNonNull(event, "event");
    if (applying) {
      throw new IllegalStateException(
          "Cannot raise an event of %s: expected no event to be applied meanwhile, actual %s"
              .formatted(stream, event));
    }
    requireWhole();
    raised.add(event);
    version++;
    applying(event);
  }

  /** Changes the fields as an event says. Must not refuse: it has happened. */
  protected abstract void apply(E event);

  /** The key of its stream. */
  public final String id() {
    return stream().key();
  }

  /**
   * Its stream.
   *
   * @throws IllegalStateException if it was not made by an {@link AggregateRepository}
   */
  public final StreamId stream() {
    if (stream == null) {
      throw new IllegalStateException(
          "Unknown stream of %s: expected an aggregate made by a repository, actual one made by hand"
              .formatted(getClass().getName()));
    }
    return stream;
  }

  /** How many events of its stream have led to this state, with those just raised; 0 if new. */
  public final long version() {
    return version;
  }

  final void startAs(StreamId id) {
    stream = id;
  }

  /** Goes on from a state that was set otherwise than by events. */
  final void continueFrom(long storedVersion) {
    version = storedVersion;
  }

  /** Applies what a stored event was decoded to. */
  final void replay(List<E> events, long storedVersion) {
    events.forEach(this::applying);
    version = storedVersion;
  }

  /** Refused if one of them could not be applied, even if the command did not mind. */
  final List<E> raised() {
    requireWhole();
    return List.copyOf(raised);
  }

  final boolean isUntouched() {
    return raised.isEmpty() && failure == null;
  }

  final void forgetRaised() {
    raised.clear();
  }

  private void applying(E event) {
    applying = true;
    try {
      apply(event);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      applying = false;
    }
  }

  private void requireWhole() {
    if (failure != null) {
      throw new IllegalStateException(
          "Cannot go on with %s: expected its events to be applied, actual failure at version %d"
              .formatted(stream, version),
          failure);
    }
  }
}

package io.tidemark.testing;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command: the events it raised or the exception it was refused with, and the state
 * afterwards, loaded anew. Each check throws an {@link AssertionError} if it fails.
 *
 * @param <S> the state
 * @param <E> the events
 */
public final class Outcome<S, E> {
  private final List<E> raised;
  private final @Nullable RuntimeException refusal;
  private final S state;

  private Outcome(List<E> raised, @Nullable RuntimeException refusal, S state) {
    this.raised = raised;
    this.refusal = refusal;
    this.state = state;
  }

  static <S, E> Outcome<S, E> of(Runnable command, Supplier<List<E>> raised, Supplier<S> state) {
    RuntimeException refusal = null;
    try {
      command.run();
    } catch (RuntimeException e) {
      refusal = e;
    }
    return new Outcome<>(raised.get(), refusal, state.get());
  }

  /** Exactly these events were raised, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Outcome<S, E> thenRaised(E... events) {
    List<E> expected = List.of(events);
    if (refusal != null) {
      throw failure("events " + expected, "refused with " + refusal, refusal);
    }
    if (!raised.equals(expected)) {
      throw failure("events " + expected, "events " + raised, null);
    }
    return this;
  }

  /** The command was done without raising anything. */
  @SuppressWarnings("unchecked")
  public Outcome<S, E> thenRaisedNothing() {
    return thenRaised();
  }

  /** The command was refused with such an exception, and raised nothing. */
  public Outcome<S, E> thenRefused(Class<? extends RuntimeException> type) {
    String expected = "refused with " + type.getName();
    if (refusal == null) {
      throw failure(expected, "events " + raised, null);
    }
    if (!type.isInstance(refusal)) {
      throw failure(expected, "refused with " + refusal, refusal);
    }
    return this;
  }

  /** As {@link #thenRefused(Class)}, and its message contains this text. */
  public Outcome<S, E> thenRefused(Class<? extends RuntimeException> type, String message) {
    thenRefused(type);
    String actual = refusal == null ? "" : String.valueOf(refusal.getMessage());
    if (!actual.contains(message)) {
      throw failure("a message with \"" + message + "\"", "\"" + actual + "\"", refusal);
    }
    return this;
  }

  /** The state afterwards passes these checks. */
  public Outcome<S, E> thenState(Consumer<S> checks) {
    checks.accept(state);
    return this;
  }

  private static AssertionError failure(String expected, String actual, @Nullable Throwable cause) {
    return new AssertionError(
        "Wrong outcome of the command:%n  expected %s%n  actual   %s".formatted(expected, actual),
        cause);
  }
}

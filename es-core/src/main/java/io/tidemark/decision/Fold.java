package io.tidemark.decision;

import io.tidemark.RecordedEvent;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A state on its way through the log. Used by one thread. */
interface Fold<E, S> {

  /** Takes an event that may matter, in the order of positions. */
  void apply(RecordedEvent recorded, E event);

  /** The state after the events so far. */
  S state();

  /** Begins at the beginning of the log. */
  @FunctionalInterface
  interface Start<E, S> {
    Fold<E, S> begin();
  }

  /** Two folds over the same events, seen as one. */
  static <E, A, B, R> Fold<E, R> both(
      Fold<E, A> one, Fold<E, B> other, BiFunction<? super A, ? super B, ? extends R> together) {
    return new Fold<>() {
      @Override
      public void apply(RecordedEvent recorded, E event) {
        one.apply(recorded, event);
        other.apply(recorded, event);
      }

      @Override
      public R state() {
        return together.apply(one.state(), other.state());
      }
    };
  }

  /** A fold seen as something else. */
  static <E, A, R> Fold<E, R> seen(Fold<E, A> fold, Function<? super A, ? extends R> view) {
    return new Fold<>() {
      @Override
      public void apply(RecordedEvent recorded, E event) {
        fold.apply(recorded, event);
      }

      @Override
      public R state() {
        return view.apply(fold.state());
      }
    };
  }
}

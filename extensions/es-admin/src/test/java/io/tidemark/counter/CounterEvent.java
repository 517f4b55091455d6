package io.tidemark.counter;

/** What happens to counters. */
sealed interface CounterEvent {
  record Clicked(long times) implements CounterEvent {}
}

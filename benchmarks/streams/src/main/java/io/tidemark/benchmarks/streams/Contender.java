package io.tidemark.benchmarks.streams;

import java.util.OptionalDouble;

/** An engine. To add one, write a class and add it to {@link Contenders}. */
public interface Contender {
  /** How tables call it. */
  String name();

  /** Whether it has an operator for this, or what its users write instead. */
  boolean can(Workload work);

  /** How many of the events it is given at the most, where all would take minutes. */
  default int limit(Workload work) {
    return Integer.MAX_VALUE;
  }

  /** Whether its rows must be those of the plain fold. */
  default boolean isRight(Workload work) {
    return true;
  }

  /** What it should reach, as a share of the rate of {@link #against}. */
  default OptionalDouble aim(Workload work) {
    return OptionalDouble.empty();
  }

  /** What it is compared with. */
  default Against against() {
    return Against.FOLD;
  }

  /** With what a contender is compared. */
  enum Against {
    /** The plain fold over events in memory. */
    FOLD,
    /** Reading the whole log and decoding its events. */
    REPLAY
  }

  /**
   * Makes ready for one run; this is not timed.
   *
   * @param events all that there are, or as many as the {@link #limit} says
   */
  Run prepare(Workload work, Event[] events, Rows rows) throws Exception;

  /** One run over the events. */
  interface Run {
    /** What is timed: takes the events in, and tells their rows if they are not kept anywhere. */
    void run() throws Exception;

    /** Tells the rows that are kept, after the clock has stopped; ends what the run was using. */
    default void finish() throws Exception {}
  }
}

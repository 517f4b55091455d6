package io.tidemark.benchmarks.streams.goals;

import java.io.IOException;
import java.util.List;

/** Something to be reached. Its sides take turns in rounds, so that each is beside its baseline. */
interface Goal extends AutoCloseable {
  /** As {@code --only} names it. */
  String name();

  /** In words. */
  String title();

  /** Makes ready what is not measured, and says what is. */
  List<Side> sides(Lab lab) throws Exception;

  @Override
  default void close() throws IOException {}
}

package io.tidemark.sql.plan;

import io.tidemark.dataflow.Windowing;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Logic;
import io.tidemark.sql.expression.TimeShift;
import io.tidemark.sql.expression.WindowBegin;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.table.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * How rows are cut into windows.
 *
 * @param function what the statement calls it
 * @param partition columns by which sessions and batches are told apart; of other windows none
 * @param membership which rows of a window are looked at, where all of them make the window: after
 *     a WHERE behind SESSION or LENGTH_BATCH
 */
record WindowTable(
    String function, Windowing windowing, List<Integer> partition, Optional<Expr> membership) {
  /** A window_time is a millisecond before the end. */
  static final long TIME_BEFORE_END = -1_000;

  /** Whether the rows alone decide which windows there are. */
  boolean dependsOnRows() {
    return !(windowing instanceof Windowing.Hopping);
  }

  WindowTable onlyFor(Expr condition) {
    Expr both =
        membership
            .<Expr>map(before -> new Logic(true, List.of(before, condition)))
            .orElse(condition);
    return new WindowTable(function, windowing, partition, Optional.of(both));
  }

  Role role() {
    return windowing.clock() == Windowing.Clock.EVENT_TIME ? Role.EVENT_TIME : Role.RECORDED_TIME;
  }

  /** A column of the window, as computed of the row alone; empty if other rows matter. */
  Optional<Expr> ofRow(int virtual) {
    if (!(windowing instanceof Windowing.Hopping hop) || hop.size() != hop.advance()) {
      return Optional.empty();
    }
    Expr time = new ColumnRef(hop.time(), SqlType.TIMESTAMP, "time");
    Expr begin = new WindowBegin(time, hop.size(), hop.offset());
    return Optional.of(
        switch (virtual) {
          case Virtual.WINDOW_START -> begin;
          case Virtual.WINDOW_END -> new TimeShift(begin, 0, hop.size());
          default -> new TimeShift(begin, 0, hop.size() + TIME_BEFORE_END);
        });
  }
}

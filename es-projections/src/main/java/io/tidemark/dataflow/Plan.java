package io.tidemark.dataflow;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How rows follow from what sources tell. Each plan is of rows with some columns; the rows of an
 * operator are, at each position, the function of all that its inputs were told so far. Immutable.
 */
public sealed interface Plan {
  /** How many columns its rows have. */
  int width();

  /**
   * Columns that tell its rows apart at every position; empty if a row may be there several times
   * (or if there is never more than one row, see {@link Aggregate}).
   */
  Optional<List<Integer>> key();

  /** Whether no row is ever taken back. */
  boolean isAppendOnly();

  /** The plans that it follows from. */
  List<Plan> inputs();

  /** One that follows from one other; its rows have the columns and the key of that as a rule. */
  sealed interface OfOne extends Plan {
    /** The plan that it follows from. */
    Plan input();

    @Override
    default int width() {
      return input().width();
    }

    @Override
    default Optional<List<Integer>> key() {
      return input().key();
    }

    @Override
    default List<Plan> inputs() {
      return List.of(input());
    }
  }

  /** When rows of windows are there. */
  enum Emission {
    /** At once, and changed by each row that comes. */
    ALWAYS,
    /** Once the watermark has reached the end of the window; then changed by rows that are late. */
    CLOSED
  }

  /** Whose rows a window is cut of, while its results are always those of a group. */
  enum Scope {
    /** Those of the group. */
    GROUP,
    /** Those of all groups. */
    ALL
  }

  /** In which order the rows of a group are, and which of those before a row count with it. */
  sealed interface Order {
    /**
     * That of the log, in which they come.
     *
     * @param scope of the rows that the frame counts, or looks at the times of
     */
    record OfLog(Scope scope, Frame.OfLog frame) implements Order {}

    /**
     * That of a time, and those of one time as they are in the log.
     *
     * @param time the column with the time; rows without one are left out
     * @param emission at once, or once the watermark has reached the row's own time
     * @param isLateLeftOut whether a row is left out if one of its group with its time or a later
     *     one is there: so none is ever changed; only of rows that wait for the watermark
     */
    record OfTime(int time, Frame frame, Emission emission, boolean isLateLeftOut)
        implements Order {
      /** Refuses to leave out rows that are late where none waits. */
      public OfTime {
        if (isLateLeftOut && emission != Emission.CLOSED) {
          throw new IllegalArgumentException(
              "Invalid order of time: expected rows that wait for the watermark, if late ones are left out, actual "
                  + emission);
        }
      }
    }
  }

  /**
   * What a source tells.
   *
   * @param number which of the sources, from 0
   * @param keyColumns as {@link #key}
   * @param isAppendOnly true of events, false of the changes of a read model
   */
  record Source(int number, int width, Optional<List<Integer>> keyColumns, boolean isAppendOnly)
      implements Plan {
    @Override
    public Optional<List<Integer>> key() {
      return keyColumns;
    }

    @Override
    public List<Plan> inputs() {
      return List.of();
    }
  }

  /** The rows for which the condition is TRUE, and not those for which it is FALSE or null. */
  record Filter(Plan input, Expression condition) implements OfOne {
    @Override
    public boolean isAppendOnly() {
      return input.isAppendOnly();
    }
  }

  /** What is computed of each row. Has the key of the input if all its columns are among these. */
  record Project(Plan input, List<Expression> columns) implements OfOne {
    @Override
    public int width() {
      return columns.size();
    }

    @Override
    public Optional<List<Integer>> key() {
      return input
          .key()
          .map(key -> key.stream().map(index -> columns.indexOf(Expression.column(index))).toList())
          .filter(key -> !key.contains(-1));
    }

    @Override
    public boolean isAppendOnly() {
      return input.isAppendOnly();
    }
  }

  /** Any number of rows for each row of the input: of the same row always the same. */
  record Expand(Plan input, int width, Function<Tuple, List<Tuple>> rows) implements OfOne {
    @Override
    public Optional<List<Integer>> key() {
      return Optional.empty();
    }

    @Override
    public boolean isAppendOnly() {
      return input.isAppendOnly();
    }
  }

  /** The rows of all inputs, also those that several have. */
  record Union(List<Plan> inputs) implements Plan {
    @Override
    public int width() {
      return inputs.get(0).width();
    }

    @Override
    public Optional<List<Integer>> key() {
      return Optional.empty();
    }

    @Override
    public boolean isAppendOnly() {
      return inputs.stream().allMatch(Plan::isAppendOnly);
    }
  }

  /**
   * One row for each group, or for each group and window: the values by which rows are grouped,
   * then the columns of the window, then the results. A group without rows has none; but without
   * groups and windows there is always one row.
   *
   * @param groups columns of the input
   */
  record Aggregate(
      Plan input,
      List<Integer> groups,
      Optional<Windowing> window,
      List<Aggregation> aggregations,
      Emission emission)
      implements OfOne {
    /** How many columns say which window. */
    public int windowColumns() {
      return window.map(each -> each instanceof Windowing.Batch ? 1 : 2).orElse(0);
    }

    @Override
    public int width() {
      return groups.size() + windowColumns() + aggregations.size();
    }

    @Override
    public Optional<List<Integer>> key() {
      return Optional.of(
          IntStream.range(0, groups.size() + Math.min(1, windowColumns())).boxed().toList());
    }

    /** Only full batches of rows that stay, stay. */
    @Override
    public boolean isAppendOnly() {
      return input.isAppendOnly()
          && window.isPresent()
          && window.get() instanceof Windowing.Batch batch
          && !batch.isShownFilling();
    }
  }

  /**
   * Windows of one size, without those that ended long ago. Once the watermark is an age past the
   * end of a window nothing changes it any more, and nothing of it is remembered. Before that its
   * rows are those of the input. At the end of time no more of them go.
   *
   * @param input with windows of one size
   * @param age in microseconds, at least 1
   * @param isTakenBack whether their rows go then; else they stay as they are
   */
  record Retained(Aggregate input, long age, boolean isTakenBack) implements OfOne {
    @Override
    public boolean isAppendOnly() {
      return false;
    }
  }

  /**
   * Each row of the input, which must be append-only and has a key, with what is added up over it
   * and rows before it in its group.
   *
   * @param groups columns of the input
   */
  record Over(Plan input, List<Integer> groups, Order order, List<Aggregation> aggregations)
      implements OfOne {
    @Override
    public int width() {
      return input.width() + aggregations.size();
    }

    @Override
    public boolean isAppendOnly() {
      return order instanceof Order.OfLog;
    }
  }

  /**
   * Rows joined with those of a table that changes: the columns of both, those of the table being
   * null if a left join finds none. Values that are null equal nothing.
   *
   * @param left if its rows are joined as of now it may change too, else it must be append-only
   * @param leftKeys columns of the left, equal to
   * @param tableKeys these of the table
   * @param moment as of the event of the left row, with what that event itself changed; or as it is
   *     now, so that a change of the table changes rows that were there
   * @param isLeft whether rows without a match are there too
   */
  record TableJoin(
      Plan left,
      Plan table,
      List<Integer> leftKeys,
      List<Integer> tableKeys,
      Moment moment,
      boolean isLeft)
      implements Plan {
    @Override
    public int width() {
      return left.width() + table.width();
    }

    /** One match at the most is known of a table whose key is joined with. */
    @Override
    public Optional<List<Integer>> key() {
      boolean isOne = table.key().filter(tableKeys::containsAll).isPresent();
      if (isOne) {
        return left.key();
      }
      return isLeft
          ? Optional.empty()
          : left.key()
              .flatMap(mine -> table.key().map(its -> Keys.joined(mine, its, left.width())));
    }

    @Override
    public boolean isAppendOnly() {
      return moment == Moment.OF_EVENT && left.isAppendOnly();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(left, table);
    }
  }

  /** As of when a table is joined. */
  enum Moment {
    /** Of the event of the row. */
    OF_EVENT,
    /** As it is. */
    NOW
  }

  /**
   * Pairs of rows of two append-only inputs with equal keys, the time of the right one being within
   * bounds of that of the left one, whichever came first in the log. The columns of both.
   *
   * @param lower in microseconds, both bounds included; may be negative
   */
  record IntervalJoin(
      Plan left,
      Plan right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      int leftTime,
      int rightTime,
      long lower,
      long upper)
      implements Plan {
    @Override
    public int width() {
      return left.width() + right.width();
    }

    @Override
    public Optional<List<Integer>> key() {
      return left.key()
          .flatMap(mine -> right.key().map(its -> Keys.joined(mine, its, left.width())));
    }

    @Override
    public boolean isAppendOnly() {
      return true;
    }

    @Override
    public List<Plan> inputs() {
      return List.of(left, right);
    }
  }

  /**
   * The first rows of each group in an order, and one column more: the place, a Long from 1. Of
   * rows that are equal in this order the one with the smaller key comes first, by its columns.
   *
   * @param groups columns of the input
   */
  record Top(Plan input, List<Integer> groups, List<SortKey> order, int limit) implements OfOne {
    @Override
    public int width() {
      return input.width() + 1;
    }

    @Override
    public boolean isAppendOnly() {
      return false;
    }
  }

  /**
   * One row for each match in a group of rows, which are append-only: the values by which rows are
   * grouped, the number of the first row, a Long that no other row of the group has, its time, the
   * time at which the match ends, and what it comes to.
   *
   * @param groups columns of the input
   * @param emission at once, or once the watermark has reached the time from which on only late
   *     rows can change the match
   */
  record Matches(Plan input, List<Integer> groups, Matching matching, Emission emission)
      implements OfOne {
    @Override
    public int width() {
      return groups.size() + 3 + matching.measures().size();
    }

    @Override
    public Optional<List<Integer>> key() {
      return Optional.of(IntStream.rangeClosed(0, groups.size()).boxed().toList());
    }

    @Override
    public boolean isAppendOnly() {
      return false;
    }
  }

  /** One of the columns by which rows are ordered. */
  record SortKey(int column, boolean isDescending, boolean isNullFirst) {}
}

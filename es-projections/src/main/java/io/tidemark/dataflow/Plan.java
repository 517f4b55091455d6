package io.tidemark.dataflow;

import java.util.List;
import java.util.Optional;
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

  /** When rows of windows are there. */
  enum Emission {
    /** At once, and changed by each row that comes. */
    ALWAYS,
    /** Once the watermark has reached the end of the window; then changed by rows that are late. */
    CLOSED
  }

  /** In which order the rows of a group are. */
  enum Order {
    /** As they are in the log. */
    POSITION,
    /** By a time, and those of one time as they are in the log. */
    TIME
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
  record Filter(Plan input, Expression condition) implements Plan {
    @Override
    public int width() {
      return input.width();
    }

    @Override
    public Optional<List<Integer>> key() {
      return input.key();
    }

    @Override
    public boolean isAppendOnly() {
      return input.isAppendOnly();
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** What is computed of each row. Has the key of the input if all its columns are among these. */
  record Project(Plan input, List<Expression> columns) implements Plan {
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

    @Override
    public List<Plan> inputs() {
      return List.of(input);
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
      implements Plan {
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
      return input.isAppendOnly() && window.isPresent() && window.get() instanceof Windowing.Batch;
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
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
  record Retained(Aggregate input, long age, boolean isTakenBack) implements Plan {
    @Override
    public int width() {
      return input.width();
    }

    @Override
    public Optional<List<Integer>> key() {
      return input.key();
    }

    @Override
    public boolean isAppendOnly() {
      return false;
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /**
   * Each row of the input, which must be append-only and has a key, with what is added up over it
   * and rows before it in its group.
   *
   * @param groups columns of the input
   * @param order of the rows of a group; by the log this is the order in which they come
   * @param time the column with the time, if the order is by it; rows without one are left out
   * @param emission by order of time: at once, or once the watermark has reached the row's own time
   */
  record Over(
      Plan input,
      List<Integer> groups,
      Order order,
      int time,
      Frame frame,
      List<Aggregation> aggregations,
      Emission emission)
      implements Plan {
    @Override
    public int width() {
      return input.width() + aggregations.size();
    }

    @Override
    public Optional<List<Integer>> key() {
      return input.key();
    }

    @Override
    public boolean isAppendOnly() {
      return order == Order.POSITION;
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** Which rows before a row are added up with it. */
  sealed interface Frame {
    /**
     * It and so many before it.
     *
     * @param preceding at least 0; {@link Integer#MAX_VALUE} for all
     */
    record Rows(int preceding) implements Frame {}

    /**
     * All whose time is from its own less so many microseconds, up to its own: also those of the
     * same time that come after it in the log.
     *
     * @param preceding at least 0; {@link Long#MAX_VALUE} for all
     * @param isFromIncluded whether a row exactly so much earlier is in: as SQL has it
     */
    record Range(long preceding, boolean isFromIncluded) implements Frame {}
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
  record Top(Plan input, List<Integer> groups, List<SortKey> order, int limit) implements Plan {
    @Override
    public int width() {
      return input.width() + 1;
    }

    @Override
    public Optional<List<Integer>> key() {
      return input.key();
    }

    @Override
    public boolean isAppendOnly() {
      return false;
    }

    @Override
    public List<Plan> inputs() {
      return List.of(input);
    }
  }

  /** One of the columns by which rows are ordered. */
  record SortKey(int column, boolean isDescending, boolean isNullFirst) {}
}

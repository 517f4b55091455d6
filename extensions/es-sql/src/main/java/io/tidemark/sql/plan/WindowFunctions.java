package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Clock;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.TimeShift;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.scope.Scope;
import io.tidemark.sql.scope.Virtual;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.Intervals;
import io.tidemark.sql.text.Literals;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** TUMBLE, HOP, SESSION and LENGTH_BATCH: rows cut into windows, for a GROUP BY around them. */
final class WindowFunctions {
  private static final List<String> NAMES = List.of("TUMBLE", "HOP", "SESSION", "LENGTH_BATCH");

  /** As of windows in code. */
  private static final long MAX_OVERLAP = 1_000;

  private final StatementText text;
  private final FromCompiler from;

  WindowFunctions(StatementText text, FromCompiler from) {
    this.text = text;
    this.from = from;
  }

  Relation relation(SqlCall call, NamedQueries known) {
    String name = FromCompiler.nameOf(call);
    return switch (name) {
      case "TUMBLE" -> {
        requireCount(call, 3, 4, "TUMBLE(TABLE t, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE)");
        Timed timed = timed(call, known, false);
        long size = length(call.operand(2));
        yield hopping(name, timed, size, size, call, 3);
      }
      case "HOP" -> {
        requireCount(
            call,
            4,
            5,
            "HOP(TABLE t, DESCRIPTOR(occurred_at), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE), first the distance and then the size");
        Timed timed = timed(call, known, false);
        long advance = length(call.operand(2));
        long size = length(call.operand(3));
        if (advance > size) {
          throw text.refuse(
              call.operand(2),
              "expected a distance of at most the size, else some rows are in no window; the distance comes first");
        }
        if ((size - 1) / advance >= MAX_OVERLAP) {
          throw text.refuse(
              call.operand(2),
              "expected a size of at most %,d distances: each row is in as many windows"
                  .formatted(MAX_OVERLAP));
        }
        yield hopping(name, timed, size, advance, call, 4);
      }
      case "SESSION" -> {
        requireCount(
            call,
            3,
            3,
            "SESSION(TABLE t PARTITION BY k, DESCRIPTOR(occurred_at), INTERVAL '30' SECOND)");
        Timed timed = timed(call, known, true);
        requireRowsThatStay(timed.input(), call);
        Windowing window =
            new Windowing.Session(timed.time(), length(call.operand(2)), timed.clock());
        yield timed.windowed(new WindowTable(name, window, timed.partition(), Optional.empty()));
      }
      case "LENGTH_BATCH" -> batch(call, known);
      default ->
          throw text.refuse(
              call,
              "expected a table, a query or one of %s, actual %s%s"
                  .formatted(String.join(", ", NAMES), name, hint(name)));
    };
  }

  private static String hint(String name) {
    return name.equals("CUMULATE")
        ? "; group by TUMBLE, with 'emit' = 'always'"
        : NearestName.of(name, NAMES).map("; did you mean %s?"::formatted).orElse("");
  }

  private Relation hopping(
      String name, Timed timed, long size, long advance, SqlCall call, int offsetAt) {
    long offset = call.operandCount() > offsetAt ? micros(call.operand(offsetAt)) : 0;
    Windowing window =
        new Windowing.Hopping(
            timed.time(), size, advance, Math.floorMod(offset, advance), timed.clock());
    return timed.windowed(new WindowTable(name, window, List.of(), Optional.empty()));
  }

  private Relation batch(SqlCall call, NamedQueries known) {
    String form = "LENGTH_BATCH(TABLE t PARTITION BY k, 100)";
    requireCount(call, 2, 2, form);
    Relation input = input(call.operand(0), known);
    List<Integer> partition = partition(call.operand(0), input, true);
    if (!(call.operand(1) instanceof SqlLiteral literal)
        || literal instanceof SqlIntervalLiteral
        || !(Literals.of(literal).value() instanceof Long size)
        || size < 1
        || size > Integer.MAX_VALUE) {
      throw text.refuse(
          call.operand(1),
          "expected a number of rows from 1, as in %s, actual %s"
              .formatted(form, Shown.of(call.operand(1))));
    }
    requireRowsThatStay(input, call);
    WindowTable window =
        new WindowTable(
            "LENGTH_BATCH", new Windowing.Batch(size.intValue()), partition, Optional.empty());
    List<Field> fields = new ArrayList<>(without(input.fields(), List.of("batch")));
    fields.add(new Field("", "batch", SqlType.BIGINT, Virtual.BATCH, Role.NONE));
    return new Relation(input.plan(), fields, Optional.of(window), Optional.empty());
  }

  private void requireRowsThatStay(Relation input, SqlCall call) {
    if (!input.plan().isAppendOnly()) {
      throw text.refuse(
          call.operand(0),
          "%s needs rows that stay, such as those of events; not sums, and not a read model"
              .formatted(FromCompiler.nameOf(call)));
    }
  }

  /** Rows with the time by which they are cut. */
  private record Timed(Relation input, int time, Clock clock, List<Integer> partition) {
    Relation windowed(WindowTable window) {
      List<Field> fields =
          new ArrayList<>(
              without(input.fields(), List.of("window_start", "window_end", "window_time")));
      fields.add(
          new Field("", "window_start", SqlType.TIMESTAMP, Virtual.WINDOW_START, window.role()));
      fields.add(new Field("", "window_end", SqlType.TIMESTAMP, Virtual.WINDOW_END, window.role()));
      fields.add(
          new Field("", "window_time", SqlType.TIMESTAMP, Virtual.WINDOW_TIME, window.role()));
      return new Relation(input.plan(), fields, Optional.of(window), Optional.empty());
    }
  }

  /** The columns of the window take the place of those of a window within it. */
  private static List<Field> without(List<Field> fields, List<String> names) {
    return fields.stream().filter(field -> names.stream().noneMatch(field::isNamed)).toList();
  }

  private Timed timed(SqlCall call, NamedQueries known, boolean hasPartition) {
    Relation input = input(call.operand(0), known);
    List<Integer> partition = partition(call.operand(0), input, hasPartition);
    if (!(call.operand(1) instanceof SqlCall descriptor)
        || !FromCompiler.nameOf(descriptor).equals("DESCRIPTOR")
        || descriptor.operandCount() != 1
        || !(descriptor.operand(0) instanceof SqlIdentifier column)) {
      throw text.refuse(
          call.operand(1), "expected DESCRIPTOR(occurred_at), actual " + Shown.of(call.operand(1)));
    }
    List<Field> ends =
        input.fields().stream()
            .filter(field -> field.isNamed("window_end") && field.role().isTime())
            .toList();
    boolean isKnown = input.fields().stream().anyMatch(field -> field.isNamed(column.toString()));
    if (!isKnown && column.toString().equalsIgnoreCase("window_time") && ends.size() == 1) {
      Field end = ends.get(0);
      Expr time = new TimeShift(end.ref(), 0, WindowTable.TIME_BEFORE_END);
      Plan plan = Plans.append(input.plan(), List.of(time));
      return new Timed(input.with(plan), plan.width() - 1, clock(end.role()), partition);
    }
    Field field = new Scope(text, input.fields()).find(column);
    if (!field.role().isTime()) {
      throw text.refuse(
          column,
          "expected a time by which the log goes on: occurred_at, recorded_at, or window_time of a window within; actual %s %s"
              .formatted(field.name(), field.type()));
    }
    return new Timed(input, field.index(), clock(field.role()), partition);
  }

  /** The clock that goes on with a time. */
  static Clock clock(Role role) {
    return role == Role.EVENT_TIME ? Clock.EVENT_TIME : Clock.RECORDED_TIME;
  }

  private Relation input(SqlNode argument, NamedQueries known) {
    SqlNode table =
        argument.getKind() == SqlKind.SET_SEMANTICS_TABLE
            ? ((SqlCall) argument).operand(0)
            : argument;
    if (table.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
      throw text.refuse(argument, "arguments have no names here; write TABLE t as the first");
    }
    return from.settled(table, known);
  }

  private List<Integer> partition(SqlNode argument, Relation input, boolean isAllowed) {
    if (argument.getKind() != SqlKind.SET_SEMANTICS_TABLE) {
      return List.of();
    }
    SqlCall table = (SqlCall) argument;
    SqlNodeList columns = table.operand(1);
    SqlNodeList order = table.operand(2);
    if (!order.isEmpty()) {
      throw text.refuse(order.get(0), "no ORDER BY can be here: rows are in the order of time");
    }
    if (!isAllowed && !columns.isEmpty()) {
      throw text.refuse(
          columns.get(0), "no PARTITION BY can be here; write the columns into GROUP BY");
    }
    ExpressionCompiler expressions =
        new ExpressionCompiler(text, input.fields(), Computed.none(text, "PARTITION BY"));
    List<Integer> indexes = new ArrayList<>();
    for (SqlNode column : columns) {
      if (!(expressions.compile(column) instanceof ColumnRef found)) {
        throw text.refuse(
            column, "expected a column; compute it in a query: TABLE (SELECT ... AS key FROM t)");
      }
      indexes.add(found.index());
    }
    return indexes;
  }

  /** A time longer than 0, in microseconds. */
  long length(SqlNode node) {
    long micros = micros(node);
    if (micros <= 0) {
      throw text.refuse(node, "expected a time longer than 0, actual " + Shown.of(node));
    }
    return micros;
  }

  private long micros(SqlNode node) {
    if (node instanceof SqlIntervalLiteral literal) {
      Intervals interval = interval(literal);
      if (interval.months() == 0) {
        return Plans.bounded(text, node, interval.micros());
      }
      throw text.refuse(
          node, "months and years differ in length; write a number of days: INTERVAL '30' DAY");
    }
    Object value = node instanceof SqlLiteral literal ? Literals.of(literal) : Literal.NULL;
    throw text.refuse(
        node,
        "expected an interval, as INTERVAL '1' MINUTE, actual "
            + (value.equals(Literal.NULL) ? Shown.of(node) : value));
  }

  private Intervals interval(SqlIntervalLiteral literal) {
    try {
      return Intervals.of(literal);
    } catch (IllegalArgumentException e) {
      throw text.refuse(literal, e);
    }
  }

  private void requireCount(SqlCall call, int least, int most, String form) {
    int count = call.operandCount();
    if (count < least || count > most) {
      throw text.refuse(call, "expected %s, actual %d arguments".formatted(form, count));
    }
  }
}

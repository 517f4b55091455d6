package io.tidemark.sql.plan;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.time.Micros;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlNode;

/** Parts of plans that several clauses need. */
final class Plans {
  private Plans() {}

  /** A duration in microseconds, as long as one of a definition may be. */
  static long bounded(StatementText text, SqlNode node, long micros) {
    if (!Micros.isBounded(micros)) {
      throw text.refuse(
          node,
          "expected at most %d days, actual %s"
              .formatted(Micros.LONGEST.toDays(), Micros.duration(micros)));
    }
    return micros;
  }

  /** These values of each row; the rows as they are, if these are their columns. */
  static Plan project(Plan input, List<Expr> values) {
    List<Expression> columns = values.stream().map(Plans::plain).toList();
    return columns.equals(columnsOf(input)) ? input : new Plan.Project(input, columns);
  }

  /** All columns of each row, and then these values; nothing happens if there are none. */
  static Plan append(Plan input, List<Expr> values) {
    List<Expression> columns = new ArrayList<>(columnsOf(input));
    values.forEach(value -> columns.add(plain(value)));
    return values.isEmpty() ? input : new Plan.Project(input, columns);
  }

  /** Where these values are, once those that are no columns are appended to {@code computed}. */
  static List<Integer> indexes(Plan input, List<Expr> values, List<Expr> computed) {
    List<Integer> indexes = new ArrayList<>();
    for (Expr value : values) {
      if (value instanceof ColumnRef column) {
        indexes.add(column.index());
      } else {
        if (!computed.contains(value)) {
          computed.add(value);
        }
        indexes.add(input.width() + computed.indexOf(value));
      }
    }
    return indexes;
  }

  private static List<Expression> columnsOf(Plan input) {
    return IntStream.range(0, input.width()).mapToObj(Expression::column).toList();
  }

  /** A plan knows the columns that it keeps as they are. */
  private static Expression plain(Expr value) {
    return value instanceof ColumnRef column ? Expression.column(column.index()) : value;
  }
}

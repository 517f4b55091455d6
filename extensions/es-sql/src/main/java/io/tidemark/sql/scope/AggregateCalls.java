package io.tidemark.sql.scope;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.sql.aggregate.AggregateFunction;
import io.tidemark.sql.expression.Arithmetic;
import io.tidemark.sql.expression.Case;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.Logic;
import io.tidemark.sql.expression.SqlAggregate;
import io.tidemark.sql.expression.SqlAggregate.Kind;
import io.tidemark.sql.expression.Typing;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * Makes aggregates of calls.
 *
 * @param arguments makes expressions of what they are called with
 * @param order by which rows are first and last; empty if that is not known
 */
public record AggregateCalls(
    StatementText text, ExpressionCompiler arguments, Optional<Expr> order) {
  /** Most different values that are counted in one state. */
  private static final int MOST_DISTINCT = 10_000;

  /** Whether this name is that of an aggregate. */
  public static boolean isOne(String name) {
    return Kind.of(name).isPresent() || AddedFunctions.find(name).isPresent();
  }

  /** Whether there is one in it; those with OVER, and those of queries within, do not count. */
  public static boolean isIn(SqlNode node) {
    if (node instanceof SqlNodeList list) {
      return list.stream().anyMatch(AggregateCalls::isIn);
    }
    if (!(node instanceof SqlCall call)
        || call.getKind() == SqlKind.OVER
        || SqlKind.QUERY.contains(call.getKind())) {
      return false;
    }
    return isOne(nameOf(call))
        || call.getOperandList().stream().anyMatch(each -> each != null && isIn(each));
  }

  /** The aggregate of a call, with or without FILTER, of rows that a condition lets through. */
  public SqlAggregate of(SqlCall call, Optional<Expr> membership) {
    if (call.getKind() != SqlKind.FILTER) {
      return aggregate(call, membership);
    }
    SqlNode inner = call.operand(0);
    if (!(inner instanceof SqlCall counted) || !isOne(nameOf(counted))) {
      throw text.refuse(inner, "FILTER can only follow an aggregate such as COUNT or SUM");
    }
    Expr filter = arguments.condition(call.operand(1));
    Expr both =
        membership.<Expr>map(given -> new Logic(true, List.of(given, filter))).orElse(filter);
    return aggregate(counted, Optional.of(both));
  }

  private SqlAggregate aggregate(SqlCall call, Optional<Expr> filter) {
    String name = nameOf(call);
    boolean isDistinct =
        call.getFunctionQuantifier() != null
            && call.getFunctionQuantifier().toString().equals("DISTINCT");
    if (isDistinct && (!name.equals("COUNT") || call.operandCount() != 1)) {
      throw text.refuse(
          call,
          "%s(DISTINCT ...) is not there; write %s over a query with SELECT DISTINCT in FROM"
              .formatted(name, name));
    }
    Optional<AggregateFunction> added = AddedFunctions.find(name);
    if (added.isPresent()) {
      return added(added.get(), call, filter);
    }
    if (call.operandCount() != 1) {
      throw text.refuse(
          call, "expected one argument of %s, actual %d".formatted(name, call.operandCount()));
    }
    SqlNode operand = call.operand(0);
    if (operand instanceof SqlIdentifier identifier && identifier.isStar()) {
      if (!name.equals("COUNT")) {
        throw text.refuse(call, "only COUNT can have a *; name a column");
      }
      return counted(Optional.empty(), filter);
    }
    Expr argument = arguments.compile(operand);
    if (isDistinct) {
      return with(
          Kind.COUNT_DISTINCT,
          argument,
          Optional.empty(),
          filter,
          SqlType.BIGINT,
          Aggregations.countDistinct(filtered(argument, filter), MOST_DISTINCT));
    }
    try {
      return of(Kind.of(name).orElseThrow(), argument, filter, call);
    } catch (IllegalArgumentException e) {
      throw text.refuse(operand, e);
    }
  }

  private SqlAggregate added(AggregateFunction function, SqlCall call, Optional<Expr> filter) {
    if (call.operandCount() == 0) {
      throw text.refuse(
          call, "expected %s, actual %s()".formatted(function.form(), function.name()));
    }
    Expr argument = arguments.compile(call.operand(0));
    List<Object> constants = new ArrayList<>();
    for (SqlNode node : call.getOperandList().subList(1, call.operandCount())) {
      if (!(arguments.compile(node) instanceof Literal literal) || literal.value() == null) {
        throw text.refuse(
            node,
            "expected %s with a constant, actual %s".formatted(function.form(), Shown.of(node)));
      }
      constants.add(literal.value());
    }
    try {
      AggregateFunction.Call made =
          function.call(argument.type(), filtered(argument, filter), constants);
      return new SqlAggregate(
          Kind.ADDED, Optional.of(argument), Optional.empty(), filter, made.type(), made.work());
    } catch (IllegalArgumentException e) {
      throw text.refuse(call, e);
    }
  }

  /** How many rows a condition lets through. */
  public static SqlAggregate counted(Optional<Expr> argument, Optional<Expr> filter) {
    Expr one = new Literal(1L, SqlType.BIGINT);
    Aggregation work =
        argument.isEmpty() && filter.isEmpty()
            ? Aggregations.count()
            : Aggregations.count(filtered(argument.orElse(one), filter));
    return new SqlAggregate(Kind.COUNT, argument, Optional.empty(), filter, SqlType.BIGINT, work);
  }

  private SqlAggregate of(Kind kind, Expr argument, Optional<Expr> filter, SqlCall call) {
    Expr value = filtered(argument, filter);
    SqlType own = argument.type();
    Optional<Expr> by = Optional.empty();
    return switch (kind) {
      case COUNT -> counted(Optional.of(argument), filter);
      case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
          with(kind, argument, by, filter, Typing.spread(own), spread(kind, value));
      case COUNT_DISTINCT, ADDED ->
          throw new IllegalArgumentException("expected an aggregate with a name, actual " + kind);
      case SUM -> with(kind, argument, by, filter, Typing.sum(own), sum(value));
      case AVG -> with(kind, argument, by, filter, Typing.average(own), average(value));
      case MIN -> with(kind, argument, by, filter, own, Aggregations.min(ordered(value)));
      case MAX -> with(kind, argument, by, filter, own, Aggregations.max(ordered(value)));
      case FIRST_VALUE -> {
        Expr place = place(call);
        yield with(
            kind, argument, Optional.of(place), filter, own, Aggregations.first(value, place));
      }
      case LAST_VALUE -> {
        Expr place = place(call);
        yield with(
            kind, argument, Optional.of(place), filter, own, Aggregations.last(value, place));
      }
    };
  }

  private static SqlAggregate with(
      Kind kind,
      Expr argument,
      Optional<Expr> order,
      Optional<Expr> filter,
      SqlType type,
      Aggregation work) {
    return new SqlAggregate(kind, Optional.of(argument), order, filter, type, work);
  }

  private Expr place(SqlCall call) {
    return order.orElseThrow(
        () ->
            text.refuse(
                call,
                "%s needs the order of the log: select `position` in the query that it is over"
                    .formatted(nameOf(call))));
  }

  private static Aggregation sum(Expr value) {
    return switch (value.type().kind()) {
      case DOUBLE -> Aggregations.sumOfDoubles(value);
      case DECIMAL -> Aggregations.sumOfDecimals(value);
      default -> Aggregations.sumOfLongs(value);
    };
  }

  private static Aggregation average(Expr value) {
    SqlType type = Typing.average(value.type());
    return switch (type.kind()) {
      case DOUBLE -> Aggregations.averageOfDoubles(value);
      case DECIMAL ->
          Aggregations.averageOfDecimals(
              value, type.isUnlimited() ? Arithmetic.QUOTIENT_SCALE : type.scale());
      default -> Aggregations.averageOfLongs(value);
    };
  }

  private static Aggregation spread(Kind kind, Expr value) {
    boolean isSample = kind == Kind.VAR_SAMP || kind == Kind.STDDEV_SAMP;
    boolean isRoot = kind == Kind.STDDEV_POP || kind == Kind.STDDEV_SAMP;
    SqlType type = Typing.spread(value.type());
    if (type.equals(SqlType.DOUBLE)) {
      return isRoot
          ? Aggregations.deviationOfDoubles(value, isSample)
          : Aggregations.varianceOfDoubles(value, isSample);
    }
    int scale = type.isUnlimited() ? Arithmetic.QUOTIENT_SCALE : type.scale();
    return isRoot
        ? Aggregations.deviation(value, isSample, scale)
        : Aggregations.variance(value, isSample, scale);
  }

  private static Expr ordered(Expr value) {
    if (value.type().equals(SqlType.NULL)) {
      throw new IllegalArgumentException("expected a value of a type, actual NULL");
    }
    return value;
  }

  private static Expr filtered(Expr value, Optional<Expr> filter) {
    return filter
        .<Expr>map(
            condition ->
                new Case(
                    List.of(new Case.Branch(condition, value)),
                    new Literal(null, value.type()),
                    value.type()))
        .orElse(value);
  }

  private static String nameOf(SqlCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }
}

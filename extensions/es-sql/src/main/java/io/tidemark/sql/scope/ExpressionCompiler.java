package io.tidemark.sql.scope;

import io.tidemark.sql.expression.Arithmetic;
import io.tidemark.sql.expression.Case;
import io.tidemark.sql.expression.Cast;
import io.tidemark.sql.expression.Comparison;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.IsNull;
import io.tidemark.sql.expression.IsTruth;
import io.tidemark.sql.expression.Like;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.expression.Logic;
import io.tidemark.sql.expression.Not;
import io.tidemark.sql.expression.OneOf;
import io.tidemark.sql.expression.ScalarFunction;
import io.tidemark.sql.expression.TimeShift;
import io.tidemark.sql.expression.Typing;
import io.tidemark.sql.table.SqlException;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.Intervals;
import io.tidemark.sql.text.Literals;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** Makes typed expressions of the parser's, over the columns of a scope. */
public final class ExpressionCompiler {
  private static final Pattern NAME = Pattern.compile("[A-Z]\\w*");

  private final StatementText text;
  private final Scope scope;
  private final Computed computed;

  /**
   * Over these columns.
   *
   * @param computed what aggregates and OVER become
   */
  public ExpressionCompiler(StatementText text, List<Field> fields, Computed computed) {
    this.text = text;
    this.scope = new Scope(text, fields);
    this.computed = computed;
  }

  /** A condition. */
  public Expr condition(SqlNode node) {
    Expr condition = compile(node);
    return atPlace(node, () -> Functions.required(SqlType.BOOLEAN, condition));
  }

  /** Any value. */
  public Expr compile(SqlNode node) {
    return atPlace(node, () -> value(node));
  }

  private <T> T atPlace(SqlNode node, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw text.refuse(node, e);
    }
  }

  private Expr value(SqlNode node) {
    if (node instanceof SqlIdentifier identifier) {
      if (identifier.isStar()) {
        throw text.refuse(node, "expected a value, actual *");
      }
      return computed.column(identifier).orElseGet(() -> scope.find(identifier).ref());
    }
    if (node instanceof SqlIntervalLiteral) {
      throw text.refuse(
          node, "an interval can only be added to a time, or be the size of a window");
    }
    if (node instanceof SqlLiteral literal) {
      return Literals.of(literal);
    }
    if (node instanceof SqlCase choice) {
      return choice(choice);
    }
    if (node instanceof SqlNodeList list && list.size() == 1) {
      return compile(list.get(0));
    }
    if (node instanceof SqlCall call) {
      return call(call);
    }
    throw unsupported(node);
  }

  private Expr call(SqlCall call) {
    return switch (call.getKind()) {
      case AND, OR -> logic(call);
      case NOT -> new Not(condition(call.operand(0)));
      case EQUALS -> comparison(Comparison.Relation.EQUAL, call);
      case NOT_EQUALS -> comparison(Comparison.Relation.UNEQUAL, call);
      case LESS_THAN -> comparison(Comparison.Relation.LESS, call);
      case LESS_THAN_OR_EQUAL -> comparison(Comparison.Relation.AT_MOST, call);
      case GREATER_THAN -> comparison(Comparison.Relation.GREATER, call);
      case GREATER_THAN_OR_EQUAL -> comparison(Comparison.Relation.AT_LEAST, call);
      case BETWEEN -> between(call);
      case IN, NOT_IN -> in(call);
      case LIKE -> like(call);
      case IS_NULL -> new IsNull(compile(call.operand(0)));
      case IS_NOT_NULL -> new Not(new IsNull(compile(call.operand(0))));
      case IS_TRUE -> new IsTruth(condition(call.operand(0)), true);
      case IS_FALSE -> new IsTruth(condition(call.operand(0)), false);
      case IS_NOT_TRUE -> new Not(new IsTruth(condition(call.operand(0)), true));
      case IS_NOT_FALSE -> new Not(new IsTruth(condition(call.operand(0)), false));
      case PLUS -> sum(call, 1, Arithmetic.Operator.PLUS);
      case MINUS -> sum(call, -1, Arithmetic.Operator.MINUS);
      case TIMES -> arithmetic(call, Arithmetic.Operator.TIMES);
      case DIVIDE -> arithmetic(call, Arithmetic.Operator.DIVIDED);
      case MOD -> arithmetic(call, Arithmetic.Operator.MODULO);
      case MINUS_PREFIX -> Typing.negated(compile(call.operand(0)));
      case PLUS_PREFIX -> Typing.negated(Typing.negated(compile(call.operand(0))));
      case CAST -> cast(call);
      case FLOOR, CEIL -> floor(call);
      case EXTRACT -> part(call);
      case TRIM -> trimmed(call);
      case OVER -> computed.over(call);
      case FILTER -> computed.aggregate(call);
      case FIRST, LAST, PREV, NEXT, FINAL, RUNNING, MATCH_NUMBER, CLASSIFIER ->
          computed.navigated(call);
      case ROW -> {
        if (call.operandCount() == 1) {
          yield compile(call.operand(0));
        }
        throw unsupported(call);
      }
      default -> named(call);
    };
  }

  private Expr named(SqlCall call) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (name.equals("||")) {
      return Functions.concatenated(all(call));
    }
    if (Scope.isClock(name)) {
      throw text.refuse(call, Scope.clockRefusal(name + "()"));
    }
    if (AggregateCalls.isOne(name)) {
      return computed.aggregate(call);
    }
    if (!NAME.matcher(name).matches()
        || !(call instanceof SqlBasicCall)
        || call.getFunctionQuantifier() != null
        || isQuery(call)) {
      throw unsupported(call);
    }
    if (AddedFunctions.isMissing(name)) {
      throw text.refuse(
          call,
          "%s is in the module io.tidemark:es-sketches, which is not there: add it, or write an exact aggregate"
              .formatted(name));
    }
    return known(call, name);
  }

  private Expr known(SqlCall call, String name) {
    return Functions.call(name, all(call))
        .orElseThrow(
            () ->
                text.refuse(
                    call,
                    "unknown function %s%s"
                        .formatted(name, NearestName.hint(name, Functions.names()))));
  }

  private List<Expr> all(SqlCall call) {
    return call.getOperandList().stream().map(this::compile).toList();
  }

  private Expr logic(SqlCall call) {
    boolean isAll = call.getKind() == SqlKind.AND;
    List<Expr> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      Expr condition = condition(operand);
      if (condition instanceof Logic inner && inner.isAll() == isAll) {
        operands.addAll(inner.operands());
      } else {
        operands.add(condition);
      }
    }
    return new Logic(isAll, operands);
  }

  private Expr comparison(Comparison.Relation relation, SqlCall call) {
    return Typing.comparison(relation, compile(call.operand(0)), compile(call.operand(1)));
  }

  private Expr between(SqlCall call) {
    if (((SqlBetweenOperator) call.getOperator()).flag == SqlBetweenOperator.Flag.SYMMETRIC) {
      throw unsupported(call);
    }
    Expr value = compile(call.operand(0));
    Expr low = compile(call.operand(1));
    Expr high = compile(call.operand(2));
    Expr both =
        new Logic(
            true,
            List.of(
                Typing.comparison(Comparison.Relation.AT_LEAST, value, low),
                Typing.comparison(Comparison.Relation.AT_MOST, value, high)));
    boolean isNegated = ((SqlBetweenOperator) call.getOperator()).isNegated();
    return isNegated ? new Not(both) : both;
  }

  private Expr in(SqlCall call) {
    if (!(call.operand(1) instanceof SqlNodeList list)) {
      throw text.refuse(call, "IN needs a list of values; instead of IN (SELECT ...) write a JOIN");
    }
    Expr value = compile(call.operand(0));
    List<Expr> equal = new ArrayList<>();
    for (SqlNode each : list) {
      equal.add(Typing.comparison(Comparison.Relation.EQUAL, value, compile(each)));
    }
    Expr any = equal.size() == 1 ? equal.get(0) : OneOf.any(equal);
    return call.getKind() == SqlKind.NOT_IN ? new Not(any) : any;
  }

  private Expr like(SqlCall call) {
    Expr value = Functions.required(SqlType.VARCHAR, compile(call.operand(0)));
    String form = constant(call.operand(1));
    String escape = call.operandCount() > 2 ? constant(call.operand(2)) : "";
    Expr like = Like.of(value, form, escape);
    String name = call.getOperator().getName();
    return switch (name) {
      case "LIKE" -> like;
      case "NOT LIKE" -> new Not(like);
      default -> throw unsupported(call);
    };
  }

  private String constant(SqlNode node) {
    if (compile(node) instanceof Literal literal && literal.value() instanceof String form) {
      return form;
    }
    throw text.refuse(node, "expected a text such as 'a%', actual " + node);
  }

  private Expr choice(SqlCase node) {
    List<Expr> values = new ArrayList<>();
    List<Expr> conditions = new ArrayList<>();
    for (int i = 0; i < node.getWhenOperands().size(); i++) {
      conditions.add(condition(node.getWhenOperands().get(i)));
      values.add(compile(node.getThenOperands().get(i)));
    }
    SqlNode otherwise = node.getElseOperand();
    values.add(otherwise == null ? Literal.NULL : compile(otherwise));
    SqlType type = Typing.common(values);
    List<Case.Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      branches.add(new Case.Branch(conditions.get(i), Cast.to(type, values.get(i))));
    }
    return new Case(branches, Cast.to(type, values.get(values.size() - 1)), type);
  }

  private Expr arithmetic(SqlCall call, Arithmetic.Operator operator) {
    return Typing.arithmetic(operator, compile(call.operand(0)), compile(call.operand(1)));
  }

  private Expr sum(SqlCall call, int sign, Arithmetic.Operator operator) {
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    if (right instanceof SqlIntervalLiteral interval) {
      return shifted(compile(left), Intervals.of(interval), sign);
    }
    if (left instanceof SqlIntervalLiteral interval && sign > 0) {
      return shifted(compile(right), Intervals.of(interval), sign);
    }
    return arithmetic(call, operator);
  }

  private static Expr shifted(Expr time, Intervals interval, int sign) {
    Expr at =
        time.type().equals(SqlType.DATE)
            ? Cast.to(SqlType.TIMESTAMP, time)
            : Functions.required(SqlType.TIMESTAMP, time);
    return new TimeShift(
        at,
        Math.multiplyExact(sign, interval.months()),
        Math.multiplyExact(sign, interval.micros()));
  }

  private Expr cast(SqlCall call) {
    if (!call.getOperator().getName().equals("CAST")
        || !(call.operand(1) instanceof SqlDataTypeSpec spec)) {
      throw unsupported(call);
    }
    Expr value = compile(call.operand(0));
    SqlType type = atPlace(spec, () -> SqlType.parse(spec.toString().replaceAll("`", "")));
    if (!Cast.isPossible(value.type(), type)) {
      throw text.refuse(call, "cannot cast %s to %s".formatted(value.type(), type));
    }
    return Cast.to(type, value);
  }

  private Expr floor(SqlCall call) {
    if (call.operandCount() != 1) {
      throw text.refuse(
          call, "FLOOR and CEIL take a number; cut times by TUMBLE and its window_start");
    }
    return known(call, call.getKind().name());
  }

  private Expr part(SqlCall call) {
    String unit = call.operand(0).toString().toUpperCase(Locale.ROOT);
    return switch (unit) {
      case "YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND" ->
          Functions.part(ScalarFunction.valueOf(unit), compile(call.operand(1)));
      default ->
          throw text.refuse(
              call.operand(0),
              "expected YEAR, QUARTER, MONTH, DAY, HOUR, MINUTE or SECOND, actual " + unit);
    };
  }

  private Expr trimmed(SqlCall call) {
    ScalarFunction function =
        switch (((SqlLiteral) call.operand(0)).getValueAs(SqlTrimFunction.Flag.class)) {
          case BOTH -> ScalarFunction.TRIM;
          case LEADING -> ScalarFunction.TRIM_LEADING;
          case TRAILING -> ScalarFunction.TRIM_TRAILING;
        };
    return Functions.trimmed(function, compile(call.operand(2)), compile(call.operand(1)));
  }

  private static boolean isQuery(SqlNode node) {
    return SqlKind.QUERY.contains(node.getKind())
        || node.getKind() == SqlKind.EXISTS
        || node.getKind() == SqlKind.SCALAR_QUERY;
  }

  private SqlException unsupported(SqlNode node) {
    return text.refuse(
        node,
        isQuery(node)
            ? "a query cannot be a value; write a JOIN with it in FROM"
            : "%s is not supported".formatted(Shown.of(node)));
  }
}

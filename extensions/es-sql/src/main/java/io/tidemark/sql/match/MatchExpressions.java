package io.tidemark.sql.match;

import io.tidemark.dataflow.Matching;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.scope.AggregateCalls;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Scope;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.StatementText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Makes the expressions of DEFINE and MEASURES, which may look at rows of the match: what they look
 * at follows the columns of the row itself. Used for one expression.
 */
public final class MatchExpressions implements Computed {
  /** Of no variable. */
  public static final int NONE = MatchValue.ALL;

  private final StatementText text;
  private final List<Field> fields;
  private final int width;
  private final List<String> variables;
  private final int own;
  private final List<MatchValue> values = new ArrayList<>();

  /**
   * Of variables, by the places that they have in a pattern.
   *
   * @param fields the columns of the rows
   * @param width how many columns the rows have
   * @param own that of the variable that is defined, whose last row is the row itself; {@link
   *     #NONE} if none is
   */
  public MatchExpressions(
      StatementText text, List<Field> fields, int width, List<String> variables, int own) {
    this.text = text;
    this.fields = fields;
    this.width = width;
    this.variables = variables;
    this.own = own;
  }

  /** A condition on the row, or on it and others. */
  public Expr condition(SqlNode node) {
    return compiler().condition(node);
  }

  /** A value of a match. */
  public Expr value(SqlNode node) {
    return compiler().compile(node);
  }

  private ExpressionCompiler compiler() {
    return new ExpressionCompiler(text, unqualified(), this);
  }

  private List<Field> unqualified() {
    return fields.stream().map(field -> field.of("")).toList();
  }

  /** That of the last row of its variable. */
  @Override
  public Optional<Expr> column(SqlIdentifier column) {
    if (column.names.size() != 2 || column.isStar()) {
      return Optional.empty();
    }
    int variable = indexOf(column);
    Expr there = new Scope(text, of(variable)).find(column).ref();
    return Optional.of(
        variable == own
            ? there
            : added(new MatchValue.OfRow(variable, false, 0, there), column.toString()));
  }

  private List<Field> of(int variable) {
    return variable == MatchValue.ALL
        ? unqualified()
        : fields.stream().map(field -> field.of(variables.get(variable))).toList();
  }

  private ColumnRef added(MatchValue value, String name) {
    if (!values.contains(value)) {
      values.add(value);
    }
    return new ColumnRef(width + values.indexOf(value), value.type(), name);
  }

  /** Whether an expression looks at other rows than its own. */
  public boolean isAmong(Expr value) {
    return Moves.columns(value).stream().anyMatch(column -> column >= width);
  }

  /** The value of an expression for the last row of a match. */
  public @Nullable Object of(Expr value, Matching.Matched matched) {
    return value.of(matched.last().plus(values.stream().map(each -> each.of(matched)).toArray()));
  }

  @Override
  public Expr aggregate(SqlCall call) {
    String name = nameOf(call);
    if (call.getKind() == SqlKind.FILTER) {
      throw text.refuse(call, "no FILTER can be here; define a variable for these rows");
    }
    if (name.equals("FIRST_VALUE") || name.equals("LAST_VALUE")) {
      throw text.refuse(
          call,
          "expected %s in MATCH_RECOGNIZE, actual %s".formatted(name.replace("_VALUE", ""), name));
    }
    int variable = variable(call);
    AggregateCalls calls = new AggregateCalls(text, ofOne(variable, name), Optional.empty());
    return added(new MatchValue.Total(variable, calls.of(call, Optional.empty())), name);
  }

  @Override
  public Expr navigated(SqlCall call) {
    String name = nameOf(call);
    return switch (call.getKind()) {
      case FIRST, LAST -> {
        int variable = variable(call.operand(0));
        Expr value = ofOne(variable, name).compile(call.operand(0));
        boolean isFirst = call.getKind() == SqlKind.FIRST;
        yield added(new MatchValue.OfRow(variable, isFirst, offset(call.operand(1)), value), name);
      }
      case PREV, NEXT ->
          throw text.refuse(
              call,
              name
                  + " is of all rows, and there are only those of the match; write LAST(A.amount, 1) for the one before the last of A");
      case FINAL, RUNNING ->
          throw text.refuse(
              call,
              "a row is of the whole match, and a condition of what there is; leave out " + name);
      default ->
          throw text.refuse(
              call,
              "%s is not there; name the columns that tell matches or rows apart".formatted(name));
    };
  }

  private static String nameOf(SqlCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }

  private int offset(SqlNode node) {
    if (node instanceof SqlLiteral literal
        && literal.getValue() instanceof BigDecimal number
        && number.signum() >= 0
        && number.stripTrailingZeros().scale() <= 0
        && number.precision() < 9) {
      return number.intValue();
    }
    throw text.refuse(node, "expected how many rows before the last or behind the first, from 0");
  }

  private ExpressionCompiler ofOne(int variable, String name) {
    return new ExpressionCompiler(
        text, of(variable), Computed.none(text, "the argument of %s".formatted(name)));
  }

  @Override
  public Expr over(SqlCall call) {
    throw text.refuse(call, "no OVER can be in MATCH_RECOGNIZE; write a query around it");
  }

  /** The one variable whose columns are named; ALL if they are named alone. */
  private int variable(SqlNode node) {
    List<SqlIdentifier> qualified = new ArrayList<>();
    collect(node, qualified);
    int variable = MatchValue.ALL;
    for (SqlIdentifier each : qualified) {
      int found = indexOf(each);
      if (variable != MatchValue.ALL && found != variable) {
        throw text.refuse(
            each,
            "expected columns of one variable, %s, actual %s"
                .formatted(variables.get(variable), each));
      }
      variable = found;
    }
    return variable;
  }

  private int indexOf(SqlIdentifier column) {
    String name = column.names.get(0);
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw text.refuse(
        column,
        "unknown variable %s in PATTERN%s".formatted(name, NearestName.hint(name, variables)));
  }

  private static void collect(SqlNode node, List<SqlIdentifier> qualified) {
    if (node instanceof SqlIdentifier identifier && identifier.names.size() > 1) {
      qualified.add(identifier);
    } else if (node instanceof SqlNodeList list) {
      list.forEach(each -> collect(each, qualified));
    } else if (node instanceof SqlCall call) {
      call.getOperandList().stream()
          .filter(each -> each != null)
          .forEach(each -> collect(each, qualified));
    }
  }
}

package io.tidemark.sql.plan;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Literal;
import io.tidemark.sql.match.MatchExpressions;
import io.tidemark.sql.match.MatchPattern;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.table.SqlType;
import io.tidemark.sql.text.NearestName;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;

/** MATCH_RECOGNIZE: a row for each match of a pattern in rows that are in the order of time. */
final class MatchCompiler {
  private final Compilation compilation;
  private final StatementText text;
  private final FromCompiler from;

  MatchCompiler(Compilation compilation, FromCompiler from) {
    this.compilation = compilation;
    this.text = compilation.text();
    this.from = from;
  }

  Relation relation(SqlMatchRecognize match, NamedQueries known) {
    Relation input = from.settled(match.getTableRef(), known);
    if (!input.plan().isAppendOnly()) {
      throw text.refuse(
          match.getTableRef(),
          "MATCH_RECOGNIZE needs rows that stay, such as those of events; not sums, and not a read model");
    }
    refuseOthers(match);
    List<Integer> groups = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (SqlNode node : match.getPartitionList()) {
      Field column = partition(node, input);
      groups.add(column.index());
      fields.add(column.of("").at(fields.size()));
    }
    Field time = time(match, input);
    MatchPattern pattern = MatchPattern.of(text, match);
    List<Matching.Measure> measures = measures(match, input, pattern, fields);
    Matching matching =
        new Matching(
            time.index(),
            elements(match, input, pattern),
            pattern.isToEnd() ? Optional.of(new Literal(true, SqlType.BOOLEAN)) : Optional.empty(),
            within(match),
            isOverlapping(match),
            WindowFunctions.clock(time.role()),
            UnaryOperator.identity(),
            measures);
    Plan plan = new Plan.Matches(input.plan(), groups, matching, compilation.ofWindows());
    return new Relation(withoutPlace(plan, groups.size()), fields);
  }

  /** What tells matches apart, and when they are, is only there if it is measured. */
  private static Plan withoutPlace(Plan plan, int groups) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < plan.width(); i++) {
      if (i < groups || i >= groups + 3) {
        columns.add(Expression.column(i));
      }
    }
    return new Plan.Project(plan, columns);
  }

  private void refuseOthers(SqlMatchRecognize match) {
    if (match.getRowsPerMatch() != null
        && !match.getRowsPerMatch().toString().equals("ONE ROW PER MATCH")) {
      throw text.refuse(
          match.getRowsPerMatch(),
          "expected ONE ROW PER MATCH, with what is asked of its rows as MEASURES");
    }
    if (!match.getSubsetList().isEmpty()) {
      throw text.refuse(
          match.getSubsetList().get(0),
          "SUBSET is not there; a column without a variable is of all rows of the match");
    }
    if (match.getMeasureList().isEmpty()) {
      throw text.refuse(
          match.getPattern(),
          "expected MEASURES before PATTERN, as in MEASURES A.amount AS amount");
    }
  }

  private Field partition(SqlNode node, Relation input) {
    Expr column =
        new ExpressionCompiler(text, input.fields(), Computed.none(text, "PARTITION BY"))
            .compile(node);
    return input.fields().stream()
        .filter(field -> field.ref().equals(column))
        .findFirst()
        .map(Field::withoutPosition)
        .orElseThrow(
            () ->
                text.refuse(
                    node,
                    "expected a column; compute it in a query: FROM (SELECT ... AS key FROM t) MATCH_RECOGNIZE"));
  }

  private Field time(SqlMatchRecognize match, Relation input) {
    if (match.getOrderList().isEmpty()) {
      throw text.refuse(
          match.getPattern(),
          "expected ORDER BY occurred_at before it: which row comes after which?");
    }
    Field first = order(match.getOrderList().get(0), input, Role.EVENT_TIME, Role.RECORDED_TIME);
    for (int i = 1; i < match.getOrderList().size(); i++) {
      order(match.getOrderList().get(i), input, Role.POSITION, Role.POSITION);
    }
    return first;
  }

  private Field order(SqlNode node, Relation input, Role role, Role other) {
    Expr value =
        node instanceof SqlIdentifier
            ? new ExpressionCompiler(text, input.fields(), Computed.none(text, "ORDER BY"))
                .compile(node)
            : Literal.NULL;
    return input.fields().stream()
        .filter(field -> field.ref().equals(value))
        .filter(field -> field.role() == role || field.role() == other)
        .findFirst()
        .orElseThrow(
            () ->
                text.refuse(
                    node,
                    "expected ORDER BY occurred_at or recorded_at, ascending, and behind it at the most `position`; actual "
                        + Shown.of(node)));
  }

  private long within(SqlMatchRecognize match) {
    if (match.getInterval() == null) {
      throw text.refuse(
          match.getPattern(),
          "expected WITHIN INTERVAL '1' DAY behind PATTERN (...), or rows would be waited for without an end");
    }
    return new WindowFunctions(text, from).length(match.getInterval());
  }

  private boolean isOverlapping(SqlMatchRecognize match) {
    SqlNode after = match.getAfter();
    String skip = after == null ? "SKIP PAST LAST ROW" : after.toString();
    return switch (skip) {
      case "SKIP PAST LAST ROW" -> false;
      case "SKIP TO NEXT ROW" -> true;
      default ->
          throw text.refuse(
              after == null ? match : after,
              "expected AFTER MATCH SKIP PAST LAST ROW, or SKIP TO NEXT ROW for every match");
    };
  }

  private List<Matching.Measure> measures(
      SqlMatchRecognize match, Relation input, MatchPattern pattern, List<Field> fields) {
    List<Matching.Measure> measures = new ArrayList<>();
    for (SqlNode node : match.getMeasureList()) {
      SqlCall named = (SqlCall) node;
      MatchExpressions expressions = expressions(input, pattern, MatchExpressions.NONE);
      Expr value = expressions.value(named.operand(0));
      measures.add(matched -> expressions.of(value, matched));
      fields.add(
          new Field("", named.operand(1).toString(), value.type(), fields.size(), Role.NONE));
    }
    return measures;
  }

  private List<Matching.Element> elements(
      SqlMatchRecognize match, Relation input, MatchPattern pattern) {
    requireDefined(match, pattern);
    List<Matching.Element> elements = new ArrayList<>();
    for (int i = 0; i < pattern.parts().size(); i++) {
      elements.add(element(match, input, pattern, i));
    }
    return elements;
  }

  private MatchExpressions expressions(Relation input, MatchPattern pattern, int own) {
    return new MatchExpressions(
        text, input.fields(), input.plan().width(), pattern.variables(), own);
  }

  private void requireDefined(SqlMatchRecognize match, MatchPattern pattern) {
    for (SqlNode node : match.getPatternDefList()) {
      SqlNode variable = ((SqlCall) node).operand(1);
      if (pattern.parts().stream().noneMatch(part -> part.isNamed(variable.toString()))) {
        throw text.refuse(
            variable,
            "unknown variable %s in PATTERN%s"
                .formatted(variable, NearestName.hint(variable.toString(), pattern.variables())));
      }
    }
  }

  /** A variable that is not defined is any row. */
  private Matching.Element element(
      SqlMatchRecognize match, Relation input, MatchPattern pattern, int index) {
    MatchPattern.Part part = pattern.parts().get(index);
    MatchExpressions expressions = expressions(input, pattern, index);
    List<Expr> alone = new ArrayList<>();
    List<Expr> among = new ArrayList<>();
    for (SqlNode node : match.getPatternDefList()) {
      SqlCall definition = (SqlCall) node;
      if (part.isNamed(definition.operand(1).toString())) {
        for (Expr each : Conjuncts.of(expressions.condition(definition.operand(0)))) {
          (expressions.isAmong(each) ? among : alone).add(each);
        }
      }
    }
    return new Matching.Element(
        Conjuncts.all(alone).orElse(new Literal(true, SqlType.BOOLEAN)),
        Conjuncts.all(among)
            .map(condition -> matched -> Expr.isTrue(expressions.of(condition, matched))),
        part.min(),
        part.max(),
        part.isGreedy(),
        Optional.empty());
  }
}

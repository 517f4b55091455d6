package io.tidemark.sql.plan;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.sql.expression.ColumnRef;
import io.tidemark.sql.expression.Expr;
import io.tidemark.sql.expression.Moves;
import io.tidemark.sql.scope.Computed;
import io.tidemark.sql.scope.ExpressionCompiler;
import io.tidemark.sql.scope.Field;
import io.tidemark.sql.scope.Role;
import io.tidemark.sql.scope.Scope;
import io.tidemark.sql.text.Shown;
import io.tidemark.sql.text.StatementText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;

/**
 * Joins: of rows that stay with rows that change, as these are now or were at the event; and of
 * rows that stay with each other, within a time.
 */
final class JoinCompiler {
  private final StatementText text;
  private final FromCompiler from;

  JoinCompiler(StatementText text, FromCompiler from) {
    this.text = text;
    this.from = from;
  }

  Relation join(SqlJoin join, NamedQueries known) {
    requireKind(join);
    Relation left = from.relation(join.getLeft(), known);
    if (left.ranking().isPresent()) {
      from.settled(left, join.getLeft());
    }
    Optional<SqlCall> snapshot = snapshot(join.getRight());
    Relation right =
        snapshot.isPresent()
            ? ofEvent(join.getRight(), snapshot.get(), left, known)
            : from.settled(join.getRight(), known);
    int leftWidth = left.plan().width();
    List<Field> fields = concatenated(left, right);
    JoinCondition condition = condition(join, fields, leftWidth);
    if (snapshot.isPresent()) {
      return table(join, left, right, fields, condition, Moment.OF_EVENT);
    }
    if (left.plan().isAppendOnly() && right.plan().isAppendOnly()) {
      return within(join, left, right, fields, condition);
    }
    boolean isSwapped = (right.plan().isAppendOnly() && left.window().isEmpty()) || isRight(join);
    return isSwapped
        ? swapped(join, left, right)
        : table(join, left, right, fields, condition, Moment.NOW);
  }

  private void requireKind(SqlJoin join) {
    JoinType type = join.getJoinType();
    SqlNode place = join.getJoinTypeNode();
    switch (type) {
      case INNER, LEFT, RIGHT -> {}
      case FULL ->
          throw text.refuse(place, "FULL JOIN is not there yet; write a LEFT JOIN each way");
      default ->
          throw text.refuse(join.getRight(), "expected JOIN ... ON ..., actual a join without ON");
    }
    if (join.isNatural() || join.getConditionType() != JoinConditionType.ON) {
      throw text.refuse(join.getRight(), "expected JOIN ... ON a.key = b.key");
    }
  }

  private static boolean isRight(SqlJoin join) {
    return join.getJoinType() == JoinType.RIGHT;
  }

  private static Optional<SqlCall> snapshot(SqlNode node) {
    SqlNode inner = node.getKind() == SqlKind.AS ? ((SqlCall) node).operand(0) : node;
    return inner.getKind() == SqlKind.SNAPSHOT ? Optional.of((SqlCall) inner) : Optional.empty();
  }

  private Relation ofEvent(SqlNode node, SqlCall snapshot, Relation left, NamedQueries known) {
    SqlNode table = snapshot.operand(0);
    SqlNode period = ((SqlSnapshot) snapshot).getPeriod();
    if (!(period instanceof SqlIdentifier time)
        || new Scope(text, left.fields()).find(time).role() != Role.RECORDED_TIME) {
      throw text.refuse(
          period,
          "expected the recorded_at of the event that is joined, as FOR SYSTEM_TIME AS OF d.recorded_at, actual "
              + Shown.of(period));
    }
    Relation relation = from.settled(table, known);
    if (relation.plan().isAppendOnly()) {
      throw text.refuse(table, "expected a read model, actual events");
    }
    if (!left.plan().isAppendOnly()) {
      throw text.refuse(
          snapshot,
          "only rows that stay, such as events, can be joined with a read model as it was; leave out FOR SYSTEM_TIME AS OF, or join first and sum up then");
    }
    return node.getKind() == SqlKind.AS
        ? relation.named(((SqlCall) node).operand(1).toString())
        : relation;
  }

  private static List<Field> concatenated(Relation left, Relation right) {
    List<Field> fields = new ArrayList<>(left.fields());
    int width = left.plan().width();
    right.fields().forEach(field -> fields.add(field.at(field.index() + width)));
    return fields;
  }

  private JoinCondition condition(SqlJoin join, List<Field> fields, int leftWidth) {
    SqlNode on = join.getCondition();
    if (on == null) {
      throw text.refuse(join.getRight(), "expected JOIN ... ON a.key = b.key, actual no ON");
    }
    List<Field> real = fields.stream().filter(field -> field.index() >= 0).toList();
    ExpressionCompiler expressions = new ExpressionCompiler(text, real, Computed.none(text, "ON"));
    return new JoinCondition(Conjuncts.of(expressions.condition(on)), fields, leftWidth);
  }

  private Relation table(
      SqlJoin join,
      Relation left,
      Relation right,
      List<Field> fields,
      JoinCondition condition,
      Moment moment) {
    SqlNode on = place(join);
    if (isRight(join)) {
      throw text.refuse(join.getJoinTypeNode(), "write a LEFT JOIN, with the tables exchanged");
    }
    if (condition.leftKeys().isEmpty()) {
      throw text.refuse(on, "a join needs equal values: ON a.key = b.key");
    }
    boolean isLeft = join.getJoinType() == JoinType.LEFT;
    requireWindowStays(join, left, right, condition, isLeft && moment == Moment.OF_EVENT);
    List<Expr> rest = new ArrayList<>(condition.rest());
    if (!condition.bounds().isEmpty()) {
      throw text.refuse(
          on, "times of rows that change cannot be compared in ON; write them into WHERE");
    }
    Plan table = right.plan();
    if (isLeft && !rest.isEmpty()) {
      if (!rest.stream().allMatch(condition::isRight)) {
        throw text.refuse(
            on,
            "a LEFT JOIN can have equal values and conditions of the right table alone; compute the rest with CASE");
      }
      table = Conjuncts.filter(table, rest.stream().map(condition::toRight).toList());
      rest.clear();
    }
    Keyed keyed = keyed(left, right.with(table), fields, condition);
    Plan plan =
        new Plan.TableJoin(
            keyed.left(), keyed.right(), keyed.leftKeys(), keyed.rightKeys(), moment, isLeft);
    return new Relation(
        Conjuncts.filter(plan, keyed.moved(rest)),
        moment == Moment.OF_EVENT ? keyed.fields() : withoutPosition(keyed.fields()),
        left.window(),
        Optional.empty());
  }

  /** Whoever tells sessions and batches apart by rows must see all of them, once. */
  private void requireWindowStays(
      SqlJoin join, Relation left, Relation right, JoinCondition condition, boolean keepsRows) {
    List<Expr> keys = condition.rightKeys();
    boolean isOne =
        right
            .plan()
            .key()
            .filter(key -> key.stream().allMatch(index -> keys.stream().anyMatch(at(index))))
            .isPresent();
    if (left.window().filter(WindowTable::dependsOnRows).isPresent() && !(keepsRows && isOne)) {
      throw text.refuse(
          join.getLeft(),
          "%s is over rows before the join; write the join as a query in it: %s(TABLE (SELECT ... JOIN ...) ...)"
              .formatted(left.window().get().function(), left.window().get().function()));
    }
  }

  private static Predicate<Expr> at(int index) {
    return key -> key instanceof ColumnRef ref && ref.index() == index;
  }

  /** The read model is written first: the same, the other way round. */
  private Relation swapped(SqlJoin join, Relation left, Relation right) {
    if (left.window().isPresent()) {
      throw text.refuse(join.getLeft(), "expected rows to join, actual rows cut into windows");
    }
    if (join.getJoinType() == JoinType.LEFT) {
      throw text.refuse(
          join.getJoinTypeNode(),
          "a read model cannot be LEFT JOINed with events, which are without end; sum up the events in a query with GROUP BY, and join that");
    }
    List<Field> exchanged = concatenated(right, left);
    JoinCondition condition = condition(join, exchanged, right.plan().width());
    boolean isLeft = isRight(join);
    if (condition.leftKeys().isEmpty()) {
      throw text.refuse(place(join), "a join needs equal values: ON a.key = b.key");
    }
    if ((isLeft && !condition.rest().isEmpty()) || !condition.bounds().isEmpty()) {
      throw text.refuse(place(join), "expected equal values only; write the rest into WHERE");
    }
    Keyed keyed = keyed(right, left, exchanged, condition);
    Plan plan =
        new Plan.TableJoin(
            keyed.left(), keyed.right(), keyed.leftKeys(), keyed.rightKeys(), Moment.NOW, isLeft);
    List<Field> asWritten = new ArrayList<>(keyed.fields());
    Collections.rotate(asWritten, left.fields().size());
    return new Relation(
        Conjuncts.filter(plan, keyed.moved(condition.rest())), withoutPosition(asWritten));
  }

  private Relation within(
      SqlJoin join, Relation left, Relation right, List<Field> fields, JoinCondition condition) {
    if (join.getJoinType() != JoinType.INNER) {
      throw text.refuse(
          join.getJoinTypeNode(),
          "an outer join of two tables of events is not there yet; write JOIN");
    }
    JoinCondition.Times times = condition.times();
    if (times == null) {
      throw text.refuse(
          place(join),
          "a join of two tables of events needs a bound of the time between them, both ways: AND b.occurred_at BETWEEN a.occurred_at AND a.occurred_at + INTERVAL '10' MINUTE");
    }
    if (left.window().filter(WindowTable::dependsOnRows).isPresent()) {
      throw text.refuse(join.getLeft(), "join first, within the argument of the window");
    }
    Keyed keyed = keyed(left, right, fields, condition);
    Plan plan =
        new Plan.IntervalJoin(
            keyed.left(),
            keyed.right(),
            keyed.leftKeys(),
            keyed.rightKeys(),
            times.leftTime(),
            times.rightTime(),
            Plans.bounded(text, place(join), times.lower()),
            Plans.bounded(text, place(join), times.upper()));
    return new Relation(
        Conjuncts.filter(plan, keyed.moved(condition.rest())),
        withoutPosition(keyed.fields()),
        left.window(),
        Optional.empty());
  }

  /** Where a row comes with another event than its own, no position is that of the row. */
  private static List<Field> withoutPosition(List<Field> fields) {
    return fields.stream().map(Field::withoutPosition).toList();
  }

  /** Two inputs with the columns that are compared. */
  private record Keyed(
      Plan left,
      Plan right,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      List<Field> fields,
      int leftWidth) {
    /** Values over both, where the left one has more columns than before. */
    List<Expr> moved(List<Expr> values) {
      int more = left.width() - leftWidth;
      return more == 0
          ? values
          : values.stream().map(value -> Moves.from(value, leftWidth, more)).toList();
    }
  }

  private static Keyed keyed(
      Relation left, Relation right, List<Field> fields, JoinCondition condition) {
    List<Expr> ofLeft = new ArrayList<>();
    List<Expr> ofRight = new ArrayList<>();
    int width = left.plan().width();
    List<Integer> leftKeys = Plans.indexes(left.plan(), condition.leftKeys(), ofLeft);
    List<Integer> rightKeys = Plans.indexes(right.plan(), condition.rightKeys(), ofRight);
    List<Field> moved =
        fields.stream()
            .map(field -> field.index() < width ? field : field.at(field.index() + ofLeft.size()))
            .toList();
    return new Keyed(
        Plans.append(left.plan(), ofLeft),
        Plans.append(right.plan(), ofRight),
        leftKeys,
        rightKeys,
        moved,
        width);
  }

  private static SqlNode place(SqlJoin join) {
    SqlNode on = join.getCondition();
    return on == null ? join.getRight() : on;
  }
}

package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Lateness.Kind;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.dataflow.Plan.Scope;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.operator.join.EventJoinNode;
import io.tidemark.dataflow.operator.join.IntervalJoinNode;
import io.tidemark.dataflow.operator.join.NowJoinNode;
import io.tidemark.dataflow.operator.node.ExpandNode;
import io.tidemark.dataflow.operator.node.FilterNode;
import io.tidemark.dataflow.operator.node.GroupNode;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Operators;
import io.tidemark.dataflow.operator.node.ProjectNode;
import io.tidemark.dataflow.operator.node.SourceNode;
import io.tidemark.dataflow.operator.node.TopNode;
import io.tidemark.dataflow.operator.node.UnionNode;
import io.tidemark.dataflow.operator.pattern.MatchesNode;
import io.tidemark.dataflow.operator.window.AlignedNode;
import io.tidemark.dataflow.operator.window.ArrivalNode;
import io.tidemark.dataflow.operator.window.BatchNode;
import io.tidemark.dataflow.operator.window.HoppingNode;
import io.tidemark.dataflow.operator.window.RangeNode;
import io.tidemark.dataflow.operator.window.RowsNode;
import io.tidemark.dataflow.operator.window.SessionNode;
import io.tidemark.dataflow.operator.window.SharedBatchNode;
import io.tidemark.dataflow.operator.window.SlicedNode;
import io.tidemark.store.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a node of each operator of a plan, those of its inputs first.
 *
 * @param shard whose share of the work they do; all of it if the work cannot be divided
 */
record Assembly(Operators operators, Shard shard) {
  /**
   * The node of a plan.
   *
   * @throws IllegalArgumentException if it cannot be carried out
   */
  Node node(Plan plan) {
    return node(plan, shard.isWhole() ? Partition.NONE : Partition.of(plan));
  }

  private Node node(Plan plan, Partition partition) {
    if (plan instanceof Plan.Source source && partition.isNone()) {
      return new SourceNode(source);
    }
    if (Partition.isStateless(plan) && !partition.isNone()) {
      return new FilterNode(node(plan, Partition.NONE), new OfShard(partition.columns(), shard));
    }
    Plan operator =
        plan instanceof Plan.Retained retained ? retained.input() : plan; // they are one
    List<Node> inputs = new ArrayList<>();
    List<Partition> below = partition.ofInputs(operator);
    for (int i = 0; i < below.size(); i++) {
      inputs.add(node(operator.inputs().get(i), below.get(i)));
    }
    operators.remembering(partition.inGroups(operator));
    return node(plan, List.copyOf(inputs));
  }

  private Node node(Plan plan, List<Node> inputs) {
    if (plan instanceof Plan.Union) {
      return new UnionNode(inputs);
    }
    if (plan instanceof Plan.TableJoin join) {
      return joined(join, inputs.get(0), inputs.get(1));
    }
    if (plan instanceof Plan.IntervalJoin join) {
      appendOnly(join.left(), "a join within a time");
      appendOnly(join.right(), "a join within a time");
      return new IntervalJoinNode(join, inputs.get(0), inputs.get(1), operators);
    }
    return ofOne(plan, inputs.get(0));
  }

  private Node retained(Plan.Retained plan, Node input) {
    Plan.Aggregate windows = plan.input();
    require(
        windows.window().orElse(null) instanceof Windowing.Hopping && plan.age() > 0,
        "an age of windows of one size",
        plan);
    return hopping(
        windows, (Windowing.Hopping) windows.window().orElseThrow(), input, Optional.of(plan));
  }

  private Node ofOne(Plan plan, Node input) {
    if (plan instanceof Plan.Filter filter) {
      return new FilterNode(input, filter.condition());
    }
    if (plan instanceof Plan.Project project) {
      return new ProjectNode(input, project.columns());
    }
    if (plan instanceof Plan.Expand expand) {
      return new ExpandNode(input, expand.rows());
    }
    if (plan instanceof Plan.Retained retained) {
      return retained(retained, input);
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return aggregated(aggregate, input);
    }
    if (plan instanceof Plan.Over over) {
      return over(over, input);
    }
    if (plan instanceof Plan.Matches matches) {
      return matches(matches, input);
    }
    return new TopNode((Plan.Top) plan, input, operators);
  }

  private Node aggregated(Plan.Aggregate plan, Node input) {
    if (plan.aggregations().stream().anyMatch(Aggregation::isSketch)) {
      appendOnly(plan.input(), "a sketch, which cannot forget");
    }
    if (plan.window().isEmpty()) {
      return new GroupNode(plan, input, operators);
    }
    Windowing window = plan.window().get();
    if (window.late().kind() != Kind.CORRECTED) {
      appendOnly(plan.input(), "windows that rows can be too late for");
      require(window.late().grace() >= 0, "a grace that is not negative", window);
    }
    if (window instanceof Windowing.Hopping hopping) {
      return hopping(plan, hopping, input, Optional.empty());
    }
    if (window instanceof Windowing.Aligned aligned) {
      appendOnly(plan.input(), "windows that begin and end with rows");
      require(
          aligned.length() >= 0 && aligned.step() > 0 && aligned.late().kind() != Kind.JOINING,
          "windows of a length, and no rows that join others",
          aligned);
      return new AlignedNode(plan, aligned, input, operators);
    }
    if (window instanceof Windowing.Session session) {
      appendOnly(plan.input(), "sessions, which do not say where they come apart");
      require(
          session.gap() > 0 && session.late().kind() != Kind.JOINING,
          "a gap between sessions, and no rows that join others",
          session);
      return new SessionNode(plan, session, input, operators);
    }
    Windowing.Batch batch = (Windowing.Batch) window;
    appendOnly(plan.input(), "batches, which are of rows in the order in which they come");
    require(batch.size() > 0, "batches of at least one row", batch);
    return batch.scope() == Scope.ALL
        ? new SharedBatchNode(plan, batch, input, operators)
        : new BatchNode(plan, batch, input, operators);
  }

  private Node hopping(
      Plan.Aggregate plan, Windowing.Hopping window, Node input, Optional<Plan.Retained> retained) {
    require(
        window.advance() > 0
            && window.advance() <= window.size()
            && window.offset() >= 0
            && window.offset() < window.advance(),
        "windows that begin at most their size apart",
        window);
    if (window.anchor().isRow()) {
      appendOnly(plan.input(), "windows that are counted from the first row");
    }
    require(
        retained.isEmpty() || window.isPlain(),
        "windows that are counted from the epoch and corrected, if they go",
        window);
    return retained.isEmpty() && SlicedNode.fits(plan, window)
        ? new SlicedNode(plan, window, input, operators)
        : new HoppingNode(plan, window, input, operators, retained);
  }

  private Node over(Plan.Over plan, Node input) {
    appendOnly(plan.input(), "what is added up for each row");
    require(
        plan.aggregations().stream().noneMatch(Aggregation::isSketch),
        "no sketch, which cannot forget, over rows that go out of reach",
        plan);
    if (plan.order() instanceof Order.OfTime order) {
      return order.frame() instanceof Frame.Range range
          ? new RangeNode(plan, order, range, input, operators)
          : new RowsNode(plan, order, (Frame.Rows) order.frame(), input, operators);
    }
    Order.OfLog order = (Order.OfLog) plan.order();
    return order.frame() instanceof Frame.Rows rows && order.scope() == Scope.GROUP
        ? new RowsNode(plan, rows, input, operators)
        : new ArrivalNode(plan, order, input, operators);
  }

  private Node matches(Plan.Matches plan, Node input) {
    Matching matching = plan.matching();
    appendOnly(plan.input(), "a search for matches");
    require(matching.within() > 0, "a time within which a match is", matching);
    require(
        matching.elements().stream().anyMatch(element -> element.min() > 0),
        "an element that a match cannot be without",
        matching);
    require(
        matching.elements().stream()
            .allMatch(element -> element.min() >= 0 && element.max() >= Math.max(1, element.min())),
        "elements of at least one row, and of none or some at the least",
        matching);
    return new MatchesNode(plan, input, operators);
  }

  private Node joined(Plan.TableJoin plan, Node left, Node table) {
    if (plan.moment() == Moment.NOW) {
      return new NowJoinNode(plan, left, table, operators);
    }
    appendOnly(plan.left(), "a join as of the event");
    return new EventJoinNode(plan, left, table, operators);
  }

  private static void appendOnly(Plan input, String of) {
    require(input.isAppendOnly(), "only rows that stay as the input of " + of, input);
  }

  private static void require(boolean isGiven, String expected, Object actual) {
    if (!isGiven) {
      throw new IllegalArgumentException(
          "Invalid plan: expected %s, actual %s".formatted(expected, actual));
    }
  }
}

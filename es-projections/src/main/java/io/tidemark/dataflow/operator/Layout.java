package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How what a plan remembers is laid out: under which numbers, in which groups, in which columns.
 * State of one layout cannot be read by a plan of another. The functions of a plan are no part of
 * it: they are code, of which nothing is known.
 */
public final class Layout {
  /** Of what nodes remember; raised when one of them remembers the same plan in another way. */
  private static final int FORMAT = 1;

  private static final int SHOWN_BYTES = 8;

  private Layout() {}

  /** In few letters: plans with one layout have the same, others have others. */
  public static String of(Plan plan) {
    byte[] text = "%d %s".formatted(FORMAT, text(plan)).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(text), 0, SHOWN_BYTES);
  }

  /** A plan without its functions, behind those that it follows from. */
  static String text(Plan plan) {
    if (plan instanceof Plan.Filter filter) {
      return text(filter.input()); // which remembers nothing, and changes no column
    }
    List<Object> parts = new ArrayList<>();
    parts.add(plan.getClass().getSimpleName());
    parts.addAll(parts(plan));
    return plan.inputs().stream().map(Layout::text).collect(Collectors.joining(", ", "(", ")"))
        + " "
        + parts;
  }

  private static List<Object> parts(Plan plan) {
    if (plan instanceof Plan.Project project) {
      return List.of(project.columns().stream().map(Layout::text).toList(), plan.isAppendOnly());
    }
    if (plan instanceof Plan.Aggregate aggregate) {
      return List.of(
          aggregate.groups(),
          aggregate.window(),
          texts(aggregate.aggregations()),
          aggregate.emission());
    }
    if (plan instanceof Plan.Retained retained) {
      return List.of(retained.age(), retained.isTakenBack());
    }
    if (plan instanceof Plan.Over over) {
      return List.of(over.groups(), over.order(), texts(over.aggregations()));
    }
    if (plan instanceof Plan.TableJoin join) {
      return List.of(join.leftKeys(), join.tableKeys(), join.moment(), join.isLeft());
    }
    if (plan instanceof Plan.IntervalJoin join) {
      return List.of(
          join.leftKeys(),
          join.rightKeys(),
          join.leftTime(),
          join.rightTime(),
          join.lower(),
          join.upper());
    }
    if (plan instanceof Plan.Top top) {
      return List.of(top.groups(), top.order(), top.limit());
    }
    if (plan instanceof Plan.Matches matches) {
      return List.of(matches.groups(), text(matches.matching()), matches.emission());
    }
    return List.of(plan.width(), plan.key(), plan.isAppendOnly());
  }

  /** A column by its index, since in another place it is read as another; code by nothing. */
  private static String text(Expression expression) {
    return expression instanceof Expression.Column column ? "" + column.index() : "computed";
  }

  private static List<String> texts(List<Aggregation> aggregations) {
    return aggregations.stream().map(Layout::text).toList();
  }

  /** By its class, since another may remember something else, and by whether it can forget. */
  private static String text(Aggregation aggregation) {
    String name = aggregation.getClass().getName();
    int lambda = name.indexOf("$$Lambda"); // which has another name in each process
    return (lambda < 0 ? name : name.substring(0, lambda))
        + (aggregation.canRemove() ? " forgetting" : "")
        + (aggregation.isSketch() ? " near" : "");
  }

  private static String text(Matching matching) {
    String elements =
        matching.elements().stream()
            .map(
                element ->
                    "%d to %d%s%s"
                        .formatted(
                            element.min(),
                            element.max(),
                            element.isGreedy() ? " greedy" : "",
                            element.among().isPresent() ? " among" : ""))
            .toList()
            .toString();
    return "%d %s %s %d %s %s %d"
        .formatted(
            matching.time(),
            elements,
            matching.absent().isPresent(),
            matching.within(),
            matching.isOverlapping(),
            matching.clock(),
            matching.measures().size());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

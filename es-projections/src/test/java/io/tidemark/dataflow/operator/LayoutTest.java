package io.tidemark.dataflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Plan EVENTS = new Plan.Source(0, 4, Optional.of(List.of(0)), true);
  private static final Plan TABLE = new Plan.Source(1, 2, Optional.of(List.of(0)), false);
  private static final Aggregation SUM = Aggregations.sumOfLongs(Expression.column(3));
  private static final Windowing MINUTES = new Windowing.Hopping(2, 60, 60, 0, Clock.EVENT_TIME);

  /** Each of which remembers something else. */
  @Test
  void plans_that_remember_otherwise_have_other_layouts() {
    List<Plan> plans =
        List.of(
            EVENTS,
            projected(Expression.column(1), Expression.column(2)),
            projected(Expression.column(2), Expression.column(1)),
            projected(row -> 1L, Expression.column(2)),
            grouped(List.of(1), Optional.empty(), SUM),
            grouped(List.of(2), Optional.empty(), SUM),
            grouped(List.of(1, 2), Optional.empty(), SUM),
            grouped(List.of(1), Optional.empty(), Aggregations.max(Expression.column(3))),
            grouped(List.of(1), Optional.of(MINUTES), SUM),
            grouped(
                List.of(1),
                Optional.of(new Windowing.Hopping(2, 60, 30, 0, Clock.EVENT_TIME)),
                SUM),
            grouped(List.of(1), Optional.of(new Windowing.Session(2, 60, Clock.EVENT_TIME)), SUM),
            over(new Frame.Rows(1)),
            over(new Frame.Rows(2)),
            over(new Frame.Queue(2, new Frame.Range(60, true))),
            new Plan.Top(EVENTS, List.of(1), List.of(new Plan.SortKey(3, true, true)), 3),
            new Plan.Top(EVENTS, List.of(1), List.of(new Plan.SortKey(3, false, true)), 3),
            new Plan.TableJoin(EVENTS, TABLE, List.of(1), List.of(0), Moment.NOW, false),
            new Plan.TableJoin(EVENTS, TABLE, List.of(1), List.of(0), Moment.OF_EVENT, false),
            new Plan.TableJoin(EVENTS, TABLE, List.of(2), List.of(0), Moment.NOW, false),
            new Plan.IntervalJoin(EVENTS, EVENTS, List.of(1), List.of(1), 2, 2, 0, 60),
            new Plan.IntervalJoin(EVENTS, EVENTS, List.of(1), List.of(1), 2, 2, 0, 61),
            matches(1),
            matches(2));

    assertThat(plans.stream().map(Layout::of).distinct()).hasSize(plans.size());
  }

  @Test
  void the_same_plan_made_again_has_the_same_layout() {
    assertThat(Layout.of(matches(1))).isEqualTo(Layout.of(matches(1)));
    assertThat(Layout.of(projected(row -> 1L, Expression.column(2))))
        .isEqualTo(Layout.of(projected(row -> 2L, Expression.column(2))));
    assertThat(Layout.of(grouped(List.of(1), Optional.of(MINUTES), SUM)))
        .isEqualTo(
            Layout.of(
                grouped(
                    List.of(1),
                    Optional.of(MINUTES),
                    Aggregations.sumOfLongs(Expression.column(3)))));
  }

  /** Else each process would have a layout of its own. */
  @Test
  void no_part_of_it_is_a_name_that_a_process_makes_up() {
    assertThat(Layout.text(matches(1))).doesNotContain("Lambda", "@");
    assertThat(Layout.text(grouped(List.of(1), Optional.of(MINUTES), SUM)))
        .doesNotContain("Lambda", "@");
  }

  private static Plan grouped(
      List<Integer> groups, Optional<Windowing> window, Aggregation aggregation) {
    return new Plan.Aggregate(EVENTS, groups, window, List.of(aggregation), Emission.CLOSED);
  }

  private static Plan projected(Expression first, Expression second) {
    return new Plan.Project(EVENTS, List.of(Expression.column(0), first, second));
  }

  private static Plan over(Frame.OfLog frame) {
    return new Plan.Over(
        EVENTS, List.of(1), new Plan.Order.OfLog(Plan.Scope.GROUP, frame), List.of(SUM));
  }

  private static Plan matches(int most) {
    Matching.Element element =
        new Matching.Element(row -> true, Optional.empty(), 1, most, true, Optional.empty());
    return new Plan.Matches(
        EVENTS,
        List.of(1),
        new Matching(
            2,
            List.of(element),
            Optional.empty(),
            60,
            false,
            Clock.EVENT_TIME,
            row -> row,
            List.of(matched -> 1L)),
        Emission.CLOSED);
  }
}

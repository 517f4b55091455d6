package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.Stages;
import io.tidemark.store.EventSelector;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stages remember is not read by those that lay it out in another way. */
class ChangedLayoutTest {
  private static final Plan EVENTS = new Plan.Source(0, 2, Optional.of(List.of(1)), true);
  private static final Plan NUMBERED =
      new Plan.Over(
          EVENTS,
          List.of(0),
          new Plan.Order.OfLog(Plan.Scope.GROUP, new Frame.Rows(Integer.MAX_VALUE)),
          List.of(Aggregations.count()));

  private static ProjectionLab lab;

  @BeforeAll
  static void open() {
    lab = new ProjectionLab();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  record Tally(String account, long events) {}

  /** Whatever the plan, in the same words. */
  private static Projection<String, Tally> tally(Plan events) {
    Plan counted =
        new Plan.Aggregate(
            events,
            List.of(0),
            Optional.empty(),
            List.of(Aggregations.count()),
            Plan.Emission.ALWAYS);
    return Projection.named("tally", Tally.class, Tally::account)
        .through(
            Stages.of(
                    counted,
                    List.of(
                        Stages.Input.ofEvents(
                            EventSelector.ofCategory("account"),
                            Accounts.CODEC,
                            (event, recorded) ->
                                Tuple.of(recorded.stream().key(), recorded.position()))),
                    row ->
                        new Tally(
                            (String) Objects.requireNonNull(row.get(0)),
                            (Long) Objects.requireNonNull(row.get(1))))
                .inWords("counted"));
  }

  @Test
  void a_plan_of_the_same_words_that_remembers_elsewhere_is_refused_until_it_is_rebuilt() {
    Accounts.history(lab.store(), 100, 1);
    Projection<String, Tally> before = tally(EVENTS);
    lab.projections().catchUp(before);
    for (Plan plan : List.of(NUMBERED, EVENTS)) {
      Projection<String, Tally> after = tally(plan);
      assertThat(after.madeOfText()).contains("through counted with state ");
      assertThatThrownBy(() -> lab.projections().exactlyOnce(after).open())
          .isInstanceOf(ProjectionChangedException.class)
          .hasMessageContaining("must be rebuilt")
          .hasMessageContaining(after.madeOfText())
          .hasMessageContaining(before.madeOfText());
      lab.replays().rebuild(after, progress -> {});
      lab.assertTrueToTheLog(after);
      assertThat(lab.stored(after)).isNotEmpty();
      before = after;
    }
  }

  @Test
  void a_function_that_remembers_nothing_is_not_the_layout() {
    assertThat(tally(new Plan.Filter(EVENTS, row -> true)).madeOfText())
        .isEqualTo(tally(EVENTS).madeOfText());
    assertThat(projected(row -> "a").madeOfText()).isEqualTo(projected(row -> "b").madeOfText());
  }

  private static Projection<String, Tally> projected(Expression first) {
    return tally(new Plan.Project(EVENTS, List.of(first, Expression.column(1))));
  }
}

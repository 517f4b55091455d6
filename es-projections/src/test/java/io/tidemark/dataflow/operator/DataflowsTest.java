package io.tidemark.dataflow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidemark.dataflow.Aggregation;
import io.tidemark.dataflow.Aggregations;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.Dataflow.Told;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Plan.Moment;
import io.tidemark.dataflow.Plan.Order;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.Windowing.Clock;
import io.tidemark.dataflow.operator.state.CountingState;
import io.tidemark.dataflow.time.Clocking;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What dataflows do in cases with a name; {@link RandomPlansTest} has those without. */
class DataflowsTest {
  private static final long SECOND = 1_000_000;
  private static final Plan EVENTS = new Plan.Source(0, 4, Optional.of(List.of(0)), true);
  private static final Plan TABLE = new Plan.Source(1, 2, Optional.of(List.of(0)), false);
  private static final Aggregation SUM = Aggregations.sumOfLongs(Expression.column(3));
  private static final Aggregation MOST = Aggregations.max(Expression.column(3));
  private static final Windowing MINUTES =
      new Windowing.Hopping(2, 60 * SECOND, 60 * SECOND, 0, Clock.EVENT_TIME);
  private static final Windowing SESSIONS = new Windowing.Session(2, 30 * SECOND, Clock.EVENT_TIME);

  private final MemoryState state = new MemoryState();
  private long position;

  @Test
  void a_late_event_corrects_its_closed_window() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    assertThat(minutes.apply(event("a", 10, 1))).isEmpty();
    assertThat(minutes.apply(event("a", 69, 2))).isEmpty();
    assertThat(minutes.apply(event("a", 70, 2))).containsExactly(added("a", 0, 60, 1));
    assertThat(minutes.apply(event("a", 20, 4)))
        .containsExactly(removed("a", 0, 60, 1), added("a", 0, 60, 5));
    assertThat(minutes.apply(event("b", 30, 8))).containsExactly(added("b", 0, 60, 8));
    assertThat(minutes.end()).containsExactly(added("a", 60, 120, 4));
  }

  @Test
  void a_tick_closes_what_is_due_and_an_event_for_it_corrects_it() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    minutes.apply(event("a", 20, 1));
    assertThat(minutes.isDue(time(69))).isFalse();
    assertThat(minutes.tick(1, time(69))).isEmpty();
    assertThat(minutes.isDue(time(70))).isTrue();
    assertThat(minutes.tick(1, time(70))).containsExactly(added("a", 0, 60, 1));
    assertThat(minutes.isDue(time(1_000))).isFalse();
    assertThat(minutes.tick(1, time(60))).isEmpty();
    assertThat(minutes.apply(event("a", 50, 2)))
        .containsExactly(removed("a", 0, 60, 1), added("a", 0, 60, 3));
    assertThat(minutes.apply(event("a", 65, 4))).isEmpty();
  }

  /** An event may be recorded a moment before the time to which a tick let time go on. */
  @Test
  void a_tick_closes_windows_of_recorded_time_and_no_event_opens_them_again() {
    Windowing minutes = new Windowing.Hopping(2, 60 * SECOND, 60 * SECOND, 0, Clock.RECORDED_TIME);
    Dataflow dataflow = begun(window(minutes, Emission.CLOSED));
    assertThat(dataflow.apply(event("a", 20, 1))).isEmpty();
    assertThat(dataflow.tick(1, time(60))).containsExactly(added("a", 0, 60, 1));
    assertThat(dataflow.apply(event("a", 59, 2)))
        .containsExactly(removed("a", 0, 60, 1), added("a", 0, 60, 3));
  }

  @Test
  void before_the_first_event_nothing_is_due() {
    Plan plan = window(MINUTES, Emission.CLOSED);
    Dataflow dataflow =
        Dataflows.of(
            plan,
            Clocking.of("a plan").whenClosed(Duration.ofSeconds(10)).withMaxAhead(Duration.ZERO),
            state);
    assertThat(dataflow.isDue(time(1_000))).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> dataflow.tick(0, time(1_000)));
  }

  @Test
  void a_late_event_that_changes_nothing_is_no_change() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    minutes.apply(event("a", 10, 1));
    minutes.apply(event("a", 100, 2));
    assertThat(minutes.apply(event("a", 20, 0))).isEmpty();
  }

  @Test
  void windows_go_when_they_ended_long_ago_and_what_comes_for_them_then_changes_nothing() {
    Dataflow minutes = begun(retained(60, true));
    minutes.apply(event("a", 10, 1));
    assertThat(minutes.apply(event("b", 130, 2)))
        .as("the watermark is 60 s behind the end of the first minute, which is not even shown")
        .isEmpty();
    assertThat(minutes.apply(event("a", 20, 4))).isEmpty();
    assertThat(minutes.apply(event("b", 61, 4))).containsExactly(added("b", 60, 120, 4));
    assertThat(minutes.apply(event("b", 189, 4))).isEmpty();
    assertThat(minutes.apply(event("b", 190, 4)))
        .containsExactly(removed("b", 60, 120, 4), added("b", 120, 180, 2));
  }

  @Test
  void windows_that_stay_though_they_are_forgotten_do_not_change_any_more() {
    Dataflow minutes = begun(retained(60, false));
    minutes.apply(event("a", 10, 1));
    assertThat(minutes.apply(event("b", 119, 2))).containsExactly(added("a", 0, 60, 1));
    assertThat(minutes.apply(event("a", 20, 2)))
        .containsExactly(removed("a", 0, 60, 1), added("a", 0, 60, 3));
    assertThat(minutes.apply(event("b", 130, 2))).containsExactly(added("b", 60, 120, 2));
    assertThat(minutes.apply(event("a", 20, 4))).isEmpty();
  }

  @Test
  void what_is_remembered_of_windows_that_go_is_bounded() {
    Plan.Aggregate most =
        new Plan.Aggregate(
            retained(240, false),
            List.of(0),
            Optional.of(new Windowing.Hopping(1, 120 * SECOND, 60 * SECOND, 0, Clock.EVENT_TIME)),
            List.of(Aggregations.max(Expression.column(3))),
            Emission.CLOSED);
    CountingState counting = new CountingState(state);
    Dataflow flow =
        Dataflows.of(new Plan.Retained(most, 120 * SECOND, true), Clocking.of("a plan"), counting);
    flow.begin();
    for (int i = 0; i < 2_000; i++) {
      flow.apply(event("a" + i % 7, i * 20L, i));
    }

    assertThat(counting.there()).isLessThan(80);
  }

  @Test
  void windows_that_overlap_and_have_no_rows_are_not_gone_through() {
    Windowing each = new Windowing.Hopping(2, 5 * SECOND, SECOND, 0, Clock.EVENT_TIME);
    Dataflow seconds = begun(window(each, Emission.CLOSED));
    long muchLater = 3_000_000_000L;
    seconds.apply(event("a", 10, 1));
    position++;
    seconds.apply(new Input(position, time(11), time(11), true, List.of(told("a", muchLater, 2))));

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThat(seconds.apply(event("b", muchLater + 20, 4)))
                .contains(added("a", 6, 11, 1), added("a", muchLater - 4, muchLater + 1, 2))
                .hasSize(10));
  }

  @Test
  void a_late_event_merges_closed_sessions() {
    Dataflow sessions = begun(window(SESSIONS, Emission.CLOSED));
    sessions.apply(event("a", 0, 1));
    sessions.apply(event("a", 40, 2));
    assertThat(sessions.apply(event("b", 180, 4))).containsExactly(added("a", 40, 70, 2));
    assertThat(sessions.apply(event("a", 20, 8)))
        .containsExactlyInAnyOrder(
            removed("a", 0, 30, 1), removed("a", 40, 70, 2), added("a", 0, 70, 11));
  }

  @Test
  void sessions_that_are_exactly_a_gap_apart_are_one() {
    Dataflow sessions = begun(window(SESSIONS, Emission.CLOSED));
    sessions.apply(event("a", 0, 1));
    sessions.apply(event("a", 30, 2));
    sessions.apply(event("a", 61, 4));
    assertThat(sessions.end()).containsExactly(added("a", 0, 60, 3), added("a", 61, 91, 4));
  }

  @Test
  void a_session_that_grows_beyond_the_watermark_is_gone_until_that_has_reached_its_end() {
    Dataflow sessions = begun(window(SESSIONS, Emission.CLOSED));
    sessions.apply(event("a", 0, 1));
    assertThat(sessions.apply(event("b", 40, 4))).containsExactly(added("a", 0, 30, 1));
    assertThat(sessions.apply(event("a", 29, 2))).containsExactly(removed("a", 0, 30, 1));
    assertThat(sessions.apply(event("b", 69, 4))).containsExactly(added("a", 0, 59, 3));
  }

  @Test
  void a_row_is_added_up_with_those_of_the_same_time_that_come_after_it() {
    Plan plan = over(new Frame.Range(10 * SECOND, true), SUM, Emission.ALWAYS);
    Dataflow sums = begun(plan);
    sums.apply(event("a", 0, 1));
    assertThat(sums.apply(event("a", 10, 2))).containsExactly(row(2, "a", 10, 2, 3));
    assertThat(sums.apply(event("a", 10, 4)))
        .containsExactly(
            Change.removed(row(2, "a", 10, 2, 3).row()),
            row(2, "a", 10, 2, 7),
            row(3, "a", 10, 4, 7));
  }

  /** Of two late rows of one event, the one that is next to a row that is there already. */
  @Test
  void late_rows_of_one_event_are_added_to_each_other() {
    Plan plan =
        new Plan.Over(
            EVENTS,
            List.of(1),
            new Order.OfTime(2, new Frame.Range(10 * SECOND, true), Emission.CLOSED, false),
            List.of(SUM));
    Dataflow sums = begun(plan);
    sums.apply(event("a", 15, 1));
    assertThat(sums.apply(event("b", 100, 0)))
        .extracting(change -> change.row().get(4))
        .containsExactly(1L);
    Input first = event("a", 0, 2);
    Input second = event("a", 8, 4);
    Input both =
        new Input(
            second.position(),
            second.occurredAt(),
            second.recordedAt(),
            true,
            List.of(first.told().get(0), second.told().get(0)));

    assertThat(sums.apply(both))
        .extracting(change -> change.row().get(4), Change::count)
        .containsExactlyInAnyOrder(tuple(1L, -1L), tuple(5L, 1L), tuple(2L, 1L), tuple(6L, 1L));
  }

  @Test
  void an_event_from_the_far_future_moves_the_watermark_no_more_than_allowed() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    minutes.apply(event("a", 10, 1));
    Input ahead = new Input(2, time(1_000_000), time(30), true, List.of(told("a", 1_000_000, 2)));
    assertThat(minutes.apply(ahead)).isEmpty();
    assertThat(minutes.apply(event("a", 50, 4))).isEmpty();
    assertThat(minutes.apply(event("b", 100, 4))).containsExactly(added("a", 0, 60, 5));
  }

  @Test
  void windows_by_recorded_time_close_by_every_event() {
    Windowing recorded = new Windowing.Hopping(2, 60 * SECOND, 60 * SECOND, 0, Clock.RECORDED_TIME);
    Dataflow minutes = begun(window(recorded, Emission.CLOSED));
    minutes.apply(event("a", 10, 1));
    Input other = new Input(2, time(-500), time(60), false, List.of());
    assertThat(minutes.apply(other)).containsExactly(added("a", 0, 60, 1));
  }

  @Test
  void a_row_without_a_time_is_in_no_window() {
    Dataflow minutes = begun(window(MINUTES, Emission.ALWAYS));
    Change row = Change.added(Tuple.of(1L, "a", null, 1L));
    Input event = new Input(1, time(10), time(10), true, List.of(new Told(0, row)));
    assertThat(minutes.apply(event)).isEmpty();
    assertThat(minutes.end()).isEmpty();
  }

  @Test
  void without_groups_and_windows_there_is_a_row_before_the_first_event() {
    Plan plan =
        new Plan.Aggregate(
            EVENTS,
            List.of(),
            Optional.empty(),
            List.of(Aggregations.count(), SUM),
            Emission.ALWAYS);
    Dataflow count = dataflow(plan, state);
    assertThat(count.begin()).containsExactly(Change.added(Tuple.of(0L, null)));
    assertThat(count.apply(event("a", 10, 1)))
        .containsExactly(Change.removed(Tuple.of(0L, null)), Change.added(Tuple.of(1L, 1L)));
    assertThat(dataflow(plan, state).begin()).as("over a state that has begun").isEmpty();
  }

  @Test
  void an_event_before_the_begin_is_refused() {
    Dataflow minutes = dataflow(window(MINUTES, Emission.CLOSED), state);
    assertThatIllegalStateException()
        .isThrownBy(() -> minutes.apply(event("a", 10, 1)))
        .withMessageContaining("begin()");
  }

  @Test
  void a_table_is_joined_as_of_the_event_and_with_what_the_event_changed() {
    Plan plan = new Plan.TableJoin(EVENTS, TABLE, List.of(1), List.of(0), Moment.OF_EVENT, false);
    Dataflow joined = begun(plan);
    Told named = new Told(1, Change.added(Tuple.of("a", "Ann")));
    Input both = new Input(1, time(0), time(0), true, List.of(told("a", 0, 1), named));
    assertThat(joined.apply(both)).extracting(change -> change.row().get(5)).containsExactly("Ann");
    Told other = new Told(1, Change.removed(Tuple.of("a", "Ann")));
    assertThat(joined.apply(new Input(2, time(0), time(0), true, List.of(other)))).isEmpty();
  }

  @Test
  void a_table_joined_as_it_is_changes_what_was_joined() {
    Plan plan = new Plan.TableJoin(EVENTS, TABLE, List.of(1), List.of(0), Moment.NOW, true);
    Dataflow joined = begun(plan);
    Tuple row = Tuple.of(1L, "a", time(0), 1L);
    joined.apply(event("a", 0, 1));
    Told named = new Told(1, Change.added(Tuple.of("a", "Ann")));
    assertThat(joined.apply(new Input(2, time(0), time(0), true, List.of(named))))
        .containsExactly(Change.removed(row.plus(null, null)), Change.added(row.plus("a", "Ann")));
  }

  @Test
  void a_jump_over_a_million_empty_windows_costs_nothing() {
    CountingState counting = new CountingState(state);
    Dataflow minutes = dataflow(window(MINUTES, Emission.CLOSED), counting);
    minutes.begin();
    minutes.apply(event("a", 10, 1));
    long asked = counting.asked();
    minutes.apply(event("a", 60L * 1_000_000, 2));
    assertThat(counting.asked() - asked).isLessThan(12);
  }

  @Test
  void what_a_row_costs_does_not_grow_with_its_frame() {
    for (Aggregation each : List.of(SUM, MOST)) {
      List<Frame> small = List.of(new Frame.Rows(100), new Frame.Range(100 * SECOND, true));
      List<Frame> large = List.of(new Frame.Rows(10_000), new Frame.Range(10_000 * SECOND, true));
      for (int i = 0; i < small.size(); i++) {
        double ratio =
            (double) cost(over(large.get(i), each, Emission.CLOSED))
                / cost(over(small.get(i), each, Emission.CLOSED));
        assertThat(ratio).as("%s over %s", each, large.get(i)).isLessThan(3);
      }
    }
  }

  private long cost(Plan plan) {
    CountingState counting = new CountingState(new MemoryState());
    Dataflow dataflow = dataflow(plan, counting);
    dataflow.begin();
    for (int i = 0; i < 30_000; i++) {
      dataflow.apply(event("a", i, i % 17));
    }
    return counting.asked();
  }

  @Test
  void in_the_order_of_the_log_rows_that_no_other_can_reach_are_forgotten() {
    for (Aggregation each : List.of(SUM, MOST)) {
      for (int preceding : List.of(0, 9, Integer.MAX_VALUE)) {
        MemoryState own = new MemoryState();
        Dataflow sums = dataflow(inLog(new Frame.Rows(preceding), each), own);
        sums.begin();
        for (int i = 0; i < 1_000; i++) {
          sums.apply(event("a", i, i));
        }
        assertThat(own.range(1, Tuple.of("a"), Long.MIN_VALUE, Long.MAX_VALUE))
            .hasSize(preceding == Integer.MAX_VALUE ? 1 : preceding + 1);
      }
    }
  }

  @Test
  void refuses_plans_that_it_cannot_carry_out() {
    Plan changing =
        new Plan.Project(
            window(MINUTES, Emission.CLOSED),
            List.of(
                Expression.column(3),
                Expression.column(0),
                Expression.column(1),
                Expression.column(3)));
    refused(aggregate(changing, SESSIONS, Emission.CLOSED), "sessions");
    refused(aggregate(changing, new Windowing.Batch(2), Emission.CLOSED), "batches");
    refused(aggregate(EVENTS, new Windowing.Batch(0), Emission.CLOSED), "at least one row");
    refused(
        new Plan.Over(
            changing,
            List.of(1),
            new Order.OfTime(2, new Frame.Rows(1), Emission.ALWAYS, false),
            List.of(SUM)),
        "added up for each row");
    refused(
        aggregate(
            changing,
            new Windowing.Hopping(
                2, 1, 1, 0, Clock.EVENT_TIME, Windowing.Anchor.EPOCH, Lateness.JOINING),
            Emission.CLOSED),
        "too late for");
    refused(
        aggregate(
            changing,
            new Windowing.Hopping(
                2, 1, 1, 0, Clock.EVENT_TIME, Windowing.Anchor.FIRST_OF_ALL, Lateness.CORRECTED),
            Emission.CLOSED),
        "counted from the first row");
    refused(
        aggregate(
            EVENTS,
            new Windowing.Session(2, 1, Clock.EVENT_TIME, Lateness.JOINING),
            Emission.CLOSED),
        "no rows that join others");
    refused(
        aggregate(
            EVENTS,
            new Windowing.Session(2, 1, Clock.EVENT_TIME, Lateness.leftOut(-1)),
            Emission.CLOSED),
        "a grace that is not negative");
    refused(
        aggregate(
            EVENTS,
            new Windowing.Aligned(2, 1, 0, Clock.EVENT_TIME, false, Lateness.CORRECTED),
            Emission.CLOSED),
        "windows of a length");
    refused(
        new Plan.TableJoin(changing, TABLE, List.of(1), List.of(0), Moment.OF_EVENT, false),
        "as of the event");
    refused(
        new Plan.IntervalJoin(EVENTS, changing, List.of(1), List.of(1), 2, 2, 0, 1),
        "within a time");
    refused(
        aggregate(EVENTS, new Windowing.Hopping(2, 1, 2, 0, Clock.EVENT_TIME), Emission.CLOSED),
        "at most their size apart");
  }

  private void refused(Plan plan, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataflow(plan, state))
        .withMessageContaining(why);
  }

  @Test
  void a_sum_that_does_not_fit_is_told() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    minutes.apply(event("a", 10, Long.MAX_VALUE));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> minutes.apply(event("a", 11, 1)));
  }

  @Test
  void a_source_of_rows_that_stay_may_take_none_back() {
    Dataflow minutes = begun(window(MINUTES, Emission.CLOSED));
    Told gone = new Told(0, Change.removed(Tuple.of(1L, "a", time(0), 1L)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> minutes.apply(new Input(1, time(0), time(0), true, List.of(gone))))
        .withMessageContaining("source 0");
  }

  private Dataflow begun(Plan plan) {
    Dataflow dataflow = dataflow(plan, state);
    assertThat(dataflow.begin()).isEmpty();
    return dataflow;
  }

  private static Dataflow dataflow(Plan plan, OperatorState state) {
    return Dataflows.of(
        plan,
        Clocking.of("a plan")
            .whenClosed(Duration.ofSeconds(10))
            .withMaxAhead(Duration.ofSeconds(20)),
        state);
  }

  @Test
  void of_a_frame_without_a_begin_only_what_comes_after_an_event_is_asked_for() {
    List<Long> asked = new ArrayList<>();
    OperatorState telling =
        (OperatorState)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {OperatorState.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("expect") && arguments[1].equals(Tuple.of("a"))) {
                    asked.add((Long) arguments[2]);
                  }
                  return null;
                });
    Plan all = over(new Frame.Range(Long.MAX_VALUE, true), SUM, Emission.ALWAYS);

    Dataflows.of(
            all,
            Clocking.of("a plan").whenClosed(Duration.ZERO).withMaxAhead(Duration.ZERO),
            telling)
        .expect(List.of(event("a", 7, 1)));

    assertThat(asked).containsExactly(7 * SECOND);
  }

  private static Plan retained(long seconds, boolean isTakenBack) {
    Plan.Aggregate minutes = (Plan.Aggregate) window(MINUTES, Emission.CLOSED);
    return new Plan.Retained(minutes, seconds * SECOND, isTakenBack);
  }

  private static Plan window(Windowing window, Emission emission) {
    return aggregate(EVENTS, window, emission);
  }

  private static Plan aggregate(Plan input, Windowing window, Emission emission) {
    return new Plan.Aggregate(input, List.of(1), Optional.of(window), List.of(SUM), emission);
  }

  private static Plan over(Frame frame, Aggregation sum, Emission emission) {
    return new Plan.Over(
        EVENTS, List.of(1), new Order.OfTime(2, frame, emission, false), List.of(sum));
  }

  private static Plan inLog(Frame.OfLog frame, Aggregation sum) {
    return new Plan.Over(
        EVENTS, List.of(1), new Order.OfLog(Plan.Scope.GROUP, frame), List.of(sum));
  }

  @Test
  void events_and_ticks_that_come_before_the_last_one_are_refused() {
    Dataflow sums = begun(over(new Frame.Rows(1), SUM, Emission.ALWAYS));
    Input first = event("a", 1, 1);
    Input second = event("a", 2, 1);
    sums.apply(second);

    assertThatThrownBy(() -> sums.apply(first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Events must come in the order of the log: expected a position of at least %d, actual %d"
                .formatted(second.position(), first.position()));
    assertThatThrownBy(() -> sums.tick(first.position(), time(100)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(sums.tick(second.position(), time(100))).isEmpty();
    assertThat(sums.apply(event("a", 3, 1))).hasSize(1);
  }

  @Test
  void an_order_or_a_frame_that_makes_no_sense_cannot_be_made() {
    assertThatThrownBy(() -> new Order.OfTime(2, new Frame.Rows(1), Emission.ALWAYS, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wait for the watermark, if late ones are left out, actual ALWAYS");
    assertThatThrownBy(() -> new Frame.Rows(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least 0 rows");
    assertThatThrownBy(() -> new Frame.Range(0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds the row itself");
    assertThatThrownBy(() -> new Frame.Range(-1, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds the row itself");
    assertThat(new Frame.Range(0, true).preceding()).isZero();
  }

  private Input event(String account, long second, long amount) {
    position++;
    return new Input(
        position, time(second), time(second), true, List.of(told(account, second, amount)));
  }

  private Told told(String account, long second, long amount) {
    return new Told(
        0, Change.added(Tuple.of(Math.max(1, position), account, time(second), amount)));
  }

  private static Change row(long position, String account, long second, long amount, long sum) {
    return Change.added(Tuple.of(position, account, time(second), amount, sum));
  }

  private static Change added(String account, long from, long to, long sum) {
    return Change.added(Tuple.of(account, time(from), time(to), sum));
  }

  private static Change removed(String account, long from, long to, long sum) {
    return Change.removed(Tuple.of(account, time(from), time(to), sum));
  }

  private static Instant time(long second) {
    return Instant.ofEpochSecond(second);
  }
}

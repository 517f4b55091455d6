package io.tidemark.dataflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.tick.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Plans, events and ticks by chance: after each of these the rows are those of the naive way. */
class RandomPlansTest {
  private static final int SEEDS = Integer.getInteger("tidemark.seeds", 4_000);

  @Test
  void after_each_event_the_rows_are_what_the_plan_makes_of_all_events_so_far() {
    LongStream.range(0, SEEDS).forEach(seed -> new Run(seed).all());
  }

  /** One plan over some events, by a dataflow that is made anew now and then. */
  private static final class Run {
    private final Random random;
    private final String name;
    private final Plan plan;
    private final List<Input> events;
    private final Duration delay;
    private final Duration maxAhead;
    private final MemoryState state = new MemoryState();
    private final List<Tuple> rows = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private Dataflow dataflow;

    Run(long seed) {
      RandomPlans plans = new RandomPlans(seed);
      this.random = new Random(seed);
      this.plan = plans.plan(1 + (int) (seed % 4)).plan();
      this.events = plans.events(1 + random.nextInt(40));
      this.delay = Duration.of(random.nextInt(6), ChronoUnit.MICROS);
      this.maxAhead = Duration.of(random.nextLong(3) * 20, ChronoUnit.MICROS);
      this.name = "seed %d, plan %s".formatted(seed, plan);
      this.dataflow = dataflow();
    }

    private Dataflow dataflow() {
      return Dataflows.of(
          plan, Clocking.of("a plan").whenClosed(delay).withMaxAhead(maxAhead), state);
    }

    void all() {
      check(0, dataflow.begin(), false);
      for (int i = 1; i <= events.size(); i++) {
        if (random.nextInt(3) == 0) {
          dataflow = dataflow();
          assertThat(dataflow.begin()).as(name).isEmpty();
        }
        dataflow.expect(List.of(events.get(i - 1)));
        check(i, dataflow.apply(events.get(i - 1)), false);
        if (random.nextInt(4) == 0) {
          tick(i);
        }
      }
      if (isSameAtTheEnd(plan)) {
        check(events.size(), dataflow.end(), true);
      }
    }

    /** Rows that come at the end of time only may be of windows that are gone. */
    private static boolean isSameAtTheEnd(Plan some) {
      return !(some instanceof Plan.Retained retained && !retained.input().input().isAppendOnly())
          && some.inputs().stream().allMatch(Run::isSameAtTheEnd);
    }

    /** Sometimes two in one place, and sometimes one that is behind the events. */
    private void tick(int count) {
      Instant latest = events.get(count - 1).recordedAt();
      Tick tick = new Tick(count, latest.plus(random.nextInt(60), ChronoUnit.MICROS));
      boolean isDue = dataflow.isDue(tick.time());
      List<Change> changes = dataflow.tick(tick.position(), tick.time());
      assertThat(isDue || changes.isEmpty()).as(name).isTrue();
      assertThat(dataflow.isDue(tick.time())).as(name).isFalse();
      ticks.add(tick);
      check(count, changes, false);
      assertThat(dataflow.tick(tick.position(), tick.time())).as(name).isEmpty();
      if (random.nextInt(4) == 0) {
        tick(count);
      }
    }

    private void check(int count, List<Change> changes, boolean isEnd) {
      String where = "%s, after %d%s".formatted(name, count, isEnd ? ", end" : "");
      assertThat(changes).as(where).extracting(Change::row).doesNotHaveDuplicates();
      assertThat(changes)
          .as(where)
          .isSortedAccordingTo((one, other) -> Boolean.compare(one.count() > 0, other.count() > 0));
      if (plan.isAppendOnly()) {
        assertThat(changes).as(where).allMatch(change -> change.count() > 0);
      }
      changes.forEach(change -> NaivePlan.apply(change, rows));
      assertThat(rows)
          .as(where)
          .containsExactlyInAnyOrderElementsOf(
              new NaivePlan(events.subList(0, count), ticks, delay, maxAhead, isEnd).rows(plan));
      plan.key()
          .ifPresent(
              key ->
                  assertThat(rows)
                      .as(where)
                      .extracting(row -> key.stream().map(row::get).toList())
                      .doesNotHaveDuplicates());
    }
  }
}

package io.tidemark.dataflow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.Dataflow.Input;
import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Frame;
import io.tidemark.dataflow.Lateness;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.store.Shard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shards of a plan: together they are the plan, and each remembers its own only. */
class DivisionTest {
  private static final int SEEDS = Integer.getInteger("tidemark.seeds", 4_000);

  /** Of the random ones; else the test would show little. */
  private static final int LEAST_DIVIDED = 10;

  @Test
  void shards_do_together_what_the_whole_does_and_remember_it_once() {
    long divided = LongStream.range(0, SEEDS).filter(seed -> new Run(seed).isDivided()).count();

    assertThat(divided).isGreaterThan(SEEDS / LEAST_DIVIDED);
  }

  @Test
  void what_is_computed_of_several_groups_is_not_divided() {
    Plan source = new Plan.Source(0, 2, Optional.of(List.of(0, 1)), true);
    Plan byBoth = distinct(source, List.of(0, 1));

    assertThat(Division.of(byBoth).isDivided()).isTrue();
    assertThat(Division.of(distinct(byBoth, List.of(1))).isDivided()).isTrue();
    assertThat(Division.of(distinct(byBoth, List.of())).isDivided()).isFalse();
    assertThat(Division.of(distinct(negated(byBoth), List.of(0))).isDivided()).isFalse();
    assertThat(Division.of(distinct(negated(source), List.of(0))).isDivided()).isTrue();
  }

  @Test
  void what_is_in_windows_of_all_groups_is_not_divided() {
    Plan source = new Plan.Source(0, 2, Optional.of(List.of(0)), true);
    for (Plan.Scope scope : Plan.Scope.values()) {
      boolean isOwn = scope == Plan.Scope.GROUP;
      Plan over =
          new Plan.Over(
              source, List.of(0), new Plan.Order.OfLog(scope, new Frame.Rows(1)), List.of());
      assertThat(Division.of(over).isDivided()).isEqualTo(isOwn);
      assertThat(Division.of(windowed(source, new Windowing.Batch(2, true, scope))).isDivided())
          .isEqualTo(isOwn);
    }
    for (Windowing.Anchor anchor : Windowing.Anchor.values()) {
      Windowing window =
          new Windowing.Hopping(1, 1, 1, 0, Windowing.Clock.EVENT_TIME, anchor, Lateness.CORRECTED);
      assertThat(Division.of(windowed(source, window)).isDivided())
          .isEqualTo(anchor != Windowing.Anchor.FIRST_OF_ALL);
    }
  }

  private static Plan windowed(Plan input, Windowing window) {
    return new Plan.Aggregate(
        input, List.of(0), Optional.of(window), List.of(), Plan.Emission.ALWAYS);
  }

  private static Plan distinct(Plan input, List<Integer> groups) {
    return new Plan.Aggregate(input, groups, Optional.empty(), List.of(), Plan.Emission.ALWAYS);
  }

  private static Plan negated(Plan input) {
    return new Plan.Project(input, List.of(row -> -(Long) row.get(0), Expression.column(1)));
  }

  /** One plan over some events, by shards that are others now and then. */
  private static final class Run {
    private final Random random;
    private final String name;
    private final Plan plan;
    private final Division division;
    private final List<Input> events;
    private final Duration delay;
    private final ListedState whole = new ListedState();
    private List<ListedState> parts = List.of(new ListedState());

    Run(long seed) {
      RandomPlans plans = new RandomPlans(seed);
      this.random = new Random(seed);
      this.plan = plans.plan(1 + (int) (seed % 4)).plan();
      this.division = Division.of(plan);
      this.events = plans.events(1 + random.nextInt(20));
      this.delay = Duration.of(random.nextInt(6), ChronoUnit.MICROS);
      this.name = "seed %d, plan %s".formatted(seed, plan);
    }

    boolean isDivided() {
      if (!division.isDivided()) {
        return false;
      }
      assertThat(flow(whole, Shard.WHOLE).begin()).as(name).isEmpty();
      assertThat(flow(parts.get(0), Shard.WHOLE).begin()).as(name).isEmpty();
      for (Input event : events) {
        if (random.nextInt(4) == 0) {
          spread(1 + random.nextInt(3));
        }
        List<Change> expected = flow(whole, Shard.WHOLE).apply(event);
        List<Change> actual = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
          Dataflow flow = flow(parts.get(i), new Shard(i, parts.size()));
          flow.expect(List.of(event));
          actual.addAll(flow.apply(event));
        }
        String where = "%s, at %d of %d".formatted(name, event.position(), parts.size());
        assertThat(actual).as(where).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(parts.stream().flatMap(Run::groups)).as(where).doesNotHaveDuplicates();
      }
      return true;
    }

    /** Those that a shard remembers something of; the time is of none. */
    private static Stream<Tuple> groups(ListedState shard) {
      return shard.entries().stream()
          .filter(entry -> entry.operator() > 0)
          .map(entry -> Tuple.of((long) entry.operator(), entry.group()))
          .distinct();
    }

    private Dataflow flow(ListedState state, Shard shard) {
      return Dataflows.of(
          plan,
          Clocking.of("a plan").whenClosed(delay).withMaxAhead(Duration.ofDays(1)),
          state,
          shard);
    }

    private void spread(int shards) {
      List<ListedState> others =
          IntStream.range(0, shards).mapToObj(index -> new ListedState()).toList();
      for (ListedState part : parts) {
        for (Entry entry : part.entries()) {
          OptionalInt owner = division.shardOf(entry.operator(), entry.group(), shards);
          for (int i = 0; i < shards; i++) {
            if (owner.orElse(i) == i) {
              others.get(i).put(entry);
            }
          }
        }
      }
      parts = others;
    }
  }
}

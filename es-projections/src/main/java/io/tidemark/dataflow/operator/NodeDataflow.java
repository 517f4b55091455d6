package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Net;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Step;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.dataflow.time.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets the nodes of a plan go through events together.
 *
 * <p>The first operator's only entry holds the latest time that was seen, from which the watermark
 * follows, and behind it that of the last tick, if there was one. It is there from {@link #begin}
 * on.
 */
final class NodeDataflow implements Dataflow {
  private final Function<OperatorState, Node> assembly;
  private final Node root;
  private final Duration maxAhead;
  private final long delay;
  private final OperatorState state;
  private final int operator;
  private long last = Long.MIN_VALUE;

  /**
   * Over a state.
   *
   * @param assembly makes the nodes of the plan over one
   * @param operator under which the time is remembered
   */
  NodeDataflow(
      Function<OperatorState, Node> assembly,
      Clocking clocking,
      OperatorState state,
      int operator) {
    this.assembly = assembly;
    this.root = assembly.apply(state);
    this.maxAhead = clocking.maxAhead();
    this.delay = Micros.of(clocking.delay());
    this.state = state;
    this.operator = operator;
  }

  @Override
  public List<Change> begin() {
    if (find().isPresent()) {
      return List.of();
    }
    keep(new Time(Long.MIN_VALUE, Long.MIN_VALUE));
    return Net.of(root.step(Step.BEGIN));
  }

  @Override
  public void expect(List<Input> events) {
    state.expect(operator, Tuple.EMPTY, 0, 0);
    events.forEach(root::expect);
  }

  @Override
  public List<Change> apply(Input event) {
    arrive(event.position());
    Time before = time();
    Time time = before.after(event, maxAhead);
    if (!time.equals(before)) {
      keep(time);
    }
    long recorded = Math.max(time.ticked, Micros.of(event.recordedAt()));
    return Net.of(root.step(new Step(event.position(), watermark(time), recorded, event.told())));
  }

  /** Tried with nodes that change nothing, so that no node has to say what waits in it. */
  @Override
  public boolean isDue(Instant time) {
    Optional<Time> before = find();
    if (before.isEmpty()) {
      return false;
    }
    Time now = before.get().ticked(Micros.of(time));
    DueProbe probe = new DueProbe(state);
    assembly.apply(probe).step(step(Long.MAX_VALUE - 1, now)); // before the end
    return probe.isAnyDue();
  }

  @Override
  public List<Change> tick(long position, Instant time) {
    arrive(position);
    Time before = time();
    Time now = before.ticked(Micros.of(time));
    if (now.equals(before)) {
      return List.of();
    }
    keep(now);
    return Net.of(root.step(step(position, now)));
  }

  /** Nodes number rows by their positions, and would overwrite some if one came before another. */
  private void arrive(long position) {
    if (position < last) {
      throw new IllegalStateException(
          "Events must come in the order of the log: expected a position of at least %d, actual %d"
              .formatted(last, position));
    }
    last = position;
  }

  private Step step(long position, Time tick) {
    return new Step(position, watermark(tick), tick.ticked, List.of());
  }

  @Override
  public List<Change> end() {
    return Net.of(root.step(Step.END));
  }

  private long watermark(Time time) {
    return Micros.minus(time.latest, delay);
  }

  private Time time() {
    return find().orElseThrow(() -> new IllegalStateException("Expected begin() before any event"));
  }

  private Optional<Time> find() {
    return state.find(operator, Tuple.EMPTY, 0, 0).map(entry -> Time.of(entry.value()));
  }

  private void keep(Time time) {
    state.put(new Entry(operator, Tuple.EMPTY, 0, 0, OperatorState.NEVER, time.value()));
  }

  /**
   * How late it is.
   *
   * @param latest the latest time that was seen, of an event or a tick
   * @param ticked that of the last tick; none if there was none
   */
  private record Time(long latest, long ticked) {
    static Time of(Tuple value) {
      return new Time(
          (Long) Objects.requireNonNull(value.get(0)),
          value.size() == 1 ? Long.MIN_VALUE : (Long) Objects.requireNonNull(value.get(1)));
    }

    /** Without ticks it looks as it did before there were any. */
    Tuple value() {
      return ticked == Long.MIN_VALUE ? Tuple.of(latest) : Tuple.of(latest, ticked);
    }

    Time after(Input event, Duration maxAhead) {
      if (!event.movesTime()) {
        return this;
      }
      Instant most = event.recordedAt().plus(maxAhead);
      long time = Micros.of(event.occurredAt().isAfter(most) ? most : event.occurredAt());
      return new Time(Math.max(latest, time), ticked);
    }

    Time ticked(long time) {
      return new Time(Math.max(latest, time), Math.max(ticked, time));
    }
  }
}

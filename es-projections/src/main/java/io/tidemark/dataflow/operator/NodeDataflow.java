package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.node.Micros;
import io.tidemark.dataflow.operator.node.Net;
import io.tidemark.dataflow.operator.node.Node;
import io.tidemark.dataflow.operator.node.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets the nodes of a plan go through events together.
 *
 * <p>The first operator's only entry holds the latest time that was seen, from which the watermark
 * follows. It is there from {@link #begin} on.
 */
final class NodeDataflow implements Dataflow {
  private final Node root;
  private final Duration maxAhead;
  private final long delay;
  private final OperatorState state;
  private final int operator;

  /**
   * Over a state.
   *
   * @param operator under which the time is remembered
   */
  NodeDataflow(Node root, Duration delay, Duration maxAhead, OperatorState state, int operator) {
    this.root = root;
    this.maxAhead = maxAhead;
    this.delay = Micros.of(delay);
    this.state = state;
    this.operator = operator;
  }

  @Override
  public List<Change> begin() {
    if (latest().isPresent()) {
      return List.of();
    }
    seen(Long.MIN_VALUE);
    return Net.of(root.step(Step.BEGIN));
  }

  @Override
  public void expect(List<Input> events) {
    state.expect(operator, Tuple.EMPTY, 0, 0);
    events.forEach(root::expect);
  }

  @Override
  public List<Change> apply(Input event) {
    long watermark = watermark(event);
    long recorded = Micros.of(event.recordedAt());
    return Net.of(root.step(new Step(event.position(), watermark, recorded, event.told())));
  }

  @Override
  public List<Change> end() {
    return Net.of(root.step(Step.END));
  }

  private long watermark(Input event) {
    long latest =
        latest().orElseThrow(() -> new IllegalStateException("Expected begin() before any event"));
    if (event.movesTime()) {
      Instant most = event.recordedAt().plus(maxAhead);
      long time = Micros.of(event.occurredAt().isAfter(most) ? most : event.occurredAt());
      if (time > latest) {
        seen(time);
        latest = time;
      }
    }
    return Micros.minus(latest, delay);
  }

  private Optional<Long> latest() {
    return state.find(operator, Tuple.EMPTY, 0, 0).map(entry -> (Long) entry.value().get(0));
  }

  private void seen(long latest) {
    state.put(new Entry(operator, Tuple.EMPTY, 0, 0, OperatorState.NEVER, Tuple.of(latest)));
  }
}

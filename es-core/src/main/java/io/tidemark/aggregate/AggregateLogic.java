package io.tidemark.aggregate;

import io.tidemark.StreamId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Commands are lambdas on a mutable object. */
record AggregateLogic<A extends Aggregate<E>, E>(Supplier<A> factory)
    implements DecisionLogic<Consumer<A>, A, E> {

  @Override
  public A initial(StreamId stream) {
    A aggregate = factory.get();
    aggregate.startAs(stream);
    return aggregate;
  }

  @Override
  public A replay(A aggregate, List<E> events, long version) {
    aggregate.replay(events, version);
    return aggregate;
  }

  @Override
  public Decision<A, E> decide(Consumer<A> command, A aggregate) {
    command.accept(aggregate);
    List<E> raised = aggregate.raised();
    aggregate.forgetRaised();
    return new Decision<>(raised, aggregate);
  }

  @Override
  public boolean isUntouched(A aggregate) {
    return aggregate.isUntouched();
  }
}

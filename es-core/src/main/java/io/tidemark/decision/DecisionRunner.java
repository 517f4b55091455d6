package io.tidemark.decision;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendConditionFailedException;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventBatch;
import io.tidemark.store.EventQuery;
import io.tidemark.store.EventStore;
import io.tidemark.store.LogPlace;
import io.tidemark.store.LogQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Decides on what a {@link DecisionModel} knows, and appends what was decided if no event that the
 * model looks at came meanwhile; else goes on from there and decides again. Rules that span streams
 * hold like this without a lock and without a stream that all would have to go through: a name is
 * taken once, a course has so many places, a code is redeemed once.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <E> the family of events
 * @see <a href="https://dcb.events">dcb.events</a>
 */
public final class DecisionRunner<E> {
  private final EventStore store;
  private final EventCodec<E> codec;
  private final RetryPolicy retry;
  private final Clock clock;

  private DecisionRunner(EventStore store, EventCodec<E> codec, RetryPolicy retry, Clock clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.codec = Objects.requireNonNull(codec, "codec");
    this.retry = Objects.requireNonNull(retry, "retry");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** On the events of a log. The codec gives events their tags, by which models find them. */
  public static <E> DecisionRunner<E> of(EventStore store, EventCodec<E> codec) {
    return new DecisionRunner<>(store, codec, RetryPolicy.forCommands(), Clock.systemUTC());
  }

  /** A copy with this policy on what comes in between. */
  public DecisionRunner<E> withRetry(RetryPolicy policy) {
    return new DecisionRunner<>(store, codec, policy, clock);
  }

  /** A copy that takes {@code occurredAt} from this clock. */
  public DecisionRunner<E> withClock(Clock other) {
    return new DecisionRunner<>(store, codec, retry, other);
  }

  /** What the model knows now. */
  public <S> S load(DecisionModel<E, S> model) {
    Knowledge<S> knowledge = new Knowledge<>(model);
    knowledge.catchUp();
    return knowledge.state();
  }

  /**
   * Decides, and returns once the events are durable.
   *
   * @param model what is to be known
   * @param metadata of the events
   * @param decision the events that follow from the state, none if nothing is to be done; may be
   *     called several times. What it throws is thrown on, and nothing is stored
   * @throws AppendConditionFailedException if events came in between at each of the attempts that
   *     the policy allows
   * @throws io.tidemark.TidemarkException what {@link EventStore#appendAll} throws
   */
  public <S> DecisionResult decide(
      DecisionModel<E, S> model,
      Metadata metadata,
      Function<? super S, ? extends List<Decided<E>>> decision) {
    Knowledge<S> knowledge = new Knowledge<>(model);
    for (int attempt = 1; ; attempt++) {
      knowledge.catchUp();
      List<Decided<E>> decided = List.copyOf(decision.apply(knowledge.state()));
      if (decided.isEmpty()) {
        return new DecisionResult(List.of(), 0, attempt);
      }
      try {
        List<AppendResult> appends =
            store.appendAll(requests(decided, metadata, knowledge.condition()));
        return new DecisionResult(appends, appends.get(appends.size() - 1).lastPosition(), attempt);
      } catch (AppendConditionFailedException cameBetween) {
        if (attempt >= retry.maxAttempts()) {
          throw cameBetween;
        }
        retry.pauseBefore(attempt + 1);
      }
    }
  }

  /** {@link #decide(DecisionModel, Metadata, Function)} without metadata. */
  public <S> DecisionResult decide(
      DecisionModel<E, S> model, Function<? super S, ? extends List<Decided<E>>> decision) {
    return decide(model, Metadata.empty(), decision);
  }

  /** The first of them has the condition: they are stored together or not at all. */
  private List<AppendRequest> requests(
      List<Decided<E>> decided, Metadata metadata, AppendCondition condition) {
    Instant now = clock.instant();
    List<AppendRequest> requests = new ArrayList<>();
    List<EventData> events = new ArrayList<>();
    for (int i = 0; i < decided.size(); i++) {
      StreamId stream = decided.get(i).stream();
      events.add(codec.encode(decided.get(i).event(), metadata, now));
      if (i == decided.size() - 1 || !decided.get(i + 1).stream().equals(stream)) {
        AppendCondition own = requests.isEmpty() ? condition : AppendCondition.none();
        requests.add(new AppendRequest(stream, ExpectedVersion.any(), events, own));
        events.clear();
      }
    }
    return requests;
  }

  /** What is known of the log up to a place; goes on from there when more comes. */
  private final class Knowledge<S> {
    private final DecisionModel<E, S> model;
    private final EventQuery query;
    private Fold<E, S> fold;
    private LogPlace place = LogPlace.start();

    Knowledge(DecisionModel<E, S> model) {
      this.model = model;
      this.query = model.query(codec);
      this.fold = model.begin();
    }

    /** A batch that ends with one of its events may not have been the last. */
    void catchUp() {
      boolean more = true;
      while (more) {
        EventBatch batch = store.readBatch(LogQuery.all().after(place.position()).matching(query));
        if (batch.after().equals(place)) {
          batch.events().forEach(this::apply);
          place = batch.upTo();
          more = !batch.events().isEmpty() && place.position() == last(batch).position();
        } else {
          forget(); // the log was rewound, and what was known of it may never have been
        }
      }
    }

    private void forget() {
      fold = model.begin();
      place = LogPlace.start();
    }

    private RecordedEvent last(EventBatch batch) {
      return batch.events().get(batch.events().size() - 1);
    }

    private void apply(RecordedEvent recorded) {
      codec.decode(recorded).forEach(event -> fold.apply(recorded, event));
    }

    S state() {
      return fold.state();
    }

    AppendCondition condition() {
      return AppendCondition.failIfEventsMatch(query).after(place.position());
    }
  }
}

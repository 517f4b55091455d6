package io.tidemark.aggregate;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Decisions of several commands that were made one on top of the other and travel in one append,
 * all or none. Guarded by the lane until it is sent; then only its leader touches it.
 */
final class DecisionBatch {
  /** As many events as a commit of the store takes; a command that raises more travels alone. */
  static final int MAX_EVENTS = 512;

  /** As many characters of data and metadata as a commit of the store takes. */
  static final long MAX_CHARACTERS = 4_000_000;

  private static final DecisionOutcome SUPERSEDED = new DecisionOutcome.Superseded();

  private final long expectedVersion;
  private final List<PendingDecision> decisions = new ArrayList<>();

  /** Completes with whether this batch may be sent, or was dropped with one before it. */
  private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

  /** Completes with whether all of it was stored. */
  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

  private int events;
  private long characters;
  private long sentAt;
  private DecisionOutcome became = SUPERSEDED;

  DecisionBatch(long expectedVersion) {
    this.expectedVersion = expectedVersion;
  }

  /** Whether the events of one more command may travel with the others. */
  boolean hasRoomFor(List<EventData> more) {
    return events + more.size() <= MAX_EVENTS && characters + lengthOf(more) <= MAX_CHARACTERS;
  }

  /** Puts the events of one more command behind the others. */
  PendingDecision add(List<EventData> more) {
    long length = lengthOf(more);
    PendingDecision decision =
        new PendingDecision(this, lastVersion(), more, new CompletableFuture<>());
    decisions.add(decision);
    events += more.size();
    characters += length;
    return decision;
  }

  boolean isLedBy(PendingDecision decision) {
    return decision.afterVersion() == expectedVersion;
  }

  boolean isShared() {
    return decisions.size() > 1;
  }

  int size() {
    return decisions.size();
  }

  /** Lets it be sent. */
  void go() {
    turn.complete(true);
  }

  /** Waits until it may be sent; false if it was dropped, and everybody in it knows. */
  boolean awaitTurn() {
    return turn.join();
  }

  /** Whether this batch was sent after a moment, and all of it was stored. Waits for that. */
  boolean isStoredAndSentAfter(long moment) {
    return stored.join() && sentAt > moment;
  }

  void sentAt(long moment) {
    sentAt = moment;
  }

  /** The moment when it was about to be handed to the store; 0 if that moment has not come. */
  long sentAt() {
    return sentAt;
  }

  /** Notes what the store has said to all of it. */
  void became(DecisionOutcome outcome) {
    became = outcome;
  }

  DecisionOutcome became() {
    return became;
  }

  boolean isStored() {
    return became instanceof DecisionOutcome.Stored;
  }

  AppendRequest request(StreamId stream) {
    return request(stream, 0, decisions.size());
  }

  /** Some of the decisions, which come next on the stream if those before them were stored. */
  AppendRequest request(StreamId stream, int from, int to) {
    List<PendingDecision> part = decisions.subList(from, to);
    return new AppendRequest(
        stream,
        ExpectedVersion.exactly(part.get(0).afterVersion()),
        part.stream().flatMap(decision -> decision.events().stream()).toList());
  }

  /** Tells everybody the same. Whoever was told before is not told again; so it can be repeated. */
  void tell(DecisionOutcome outcome) {
    stored.complete(outcome instanceof DecisionOutcome.Stored);
    for (PendingDecision decision : decisions) {
      decision.outcome().complete(outcome);
    }
  }

  /** Tells each its own. */
  void tell(DecisionOutcome[] outcomes) {
    stored.complete(false);
    for (int i = 0; i < outcomes.length; i++) {
      decisions.get(i).outcome().complete(outcomes[i]);
    }
  }

  /** Tells everybody to decide again, because it will never be sent. */
  void drop() {
    tell(SUPERSEDED);
    turn.complete(false);
  }

  private long lastVersion() {
    return expectedVersion + events;
  }

  private static long lengthOf(List<EventData> events) {
    long length = 0;
    for (EventData event : events) {
      length += event.data().length();
      for (Map.Entry<String, String> entry : event.metadata().asMap().entrySet()) {
        length += entry.getKey().length() + entry.getValue().length();
      }
    }
    return length;
  }
}

package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import io.tidemark.RetryableException;
import io.tidemark.row.RowComponent;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a projection is made from. Immutable.
 *
 * @param <K> the key of a row
 * @param <V> the rows
 */
final class Sources<K, V> {
  private final List<EventSource<?, K, V>> all;
  private final Map<String, List<EventSource<?, K, V>>> byCategory = new HashMap<>();
  private final LogQuery query;
  private final List<Projection<?, ?>> followed;
  private final List<Projection<?, ?>> lookedUp;
  private final List<Projection<?, ?>> upstream;

  /**
   * @param projection whose they are, for messages
   * @throws IllegalArgumentException if there are different definitions of one read model
   */
  Sources(String projection, List<EventSource<?, K, V>> all) {
    this.all = all;
    for (EventSource<?, K, V> source : all) {
      source
          .selectors()
          .map(EventSelector::category)
          .distinct()
          .forEach(
              category -> byCategory.computeIfAbsent(category, c -> new ArrayList<>()).add(source));
    }
    this.query = EventSource.query(all.stream());
    List<Projection<?, ?>> changing =
        distinct(all.stream().flatMap(source -> source.followed().stream()));
    List<Projection<?, ?>> seen =
        distinct(all.stream().flatMap(source -> source.lookedUp().stream()));
    Map<String, Projection<?, ?>> byName = new LinkedHashMap<>();
    Stream.concat(changing.stream(), seen.stream())
        .flatMap(Projection::withUpstream)
        .distinct()
        .forEach(each -> add(projection, each, byName));
    this.followed = onceEach(changing, byName);
    this.lookedUp = onceEach(seen, byName);
    this.upstream = List.copyOf(byName.values());
  }

  private static List<Projection<?, ?>> distinct(Stream<Projection<?, ?>> some) {
    return some.distinct().toList();
  }

  List<EventSource<?, K, V>> all() {
    return all;
  }

  /** The read models whose changes it is made from. A name is one, in however many objects. */
  List<Projection<?, ?>> followed() {
    return followed;
  }

  /** Those that its folds look at. */
  List<Projection<?, ?>> lookedUp() {
    return lookedUp;
  }

  /** All these, and what they need themselves: each after its own. */
  List<Projection<?, ?>> upstream() {
    return upstream;
  }

  /** All events of all of them. */
  LogQuery query() {
    return query;
  }

  /** An event has one source, so that the order of what it does is never in question. */
  Sources<K, V> with(String projection, EventSource<?, K, V> added) {
    for (EventSource<?, K, V> source : all) {
      if (source.overlaps(added)) {
        throw new IllegalArgumentException(
            "Invalid source of projection %s: expected events that no other source has, actual %s beside %s"
                .formatted(projection, added.inWords(), source.inWords()));
      }
    }
    List<EventSource<?, K, V>> more = new ArrayList<>(all);
    more.add(added);
    return new Sources<>(projection, List.copyOf(more));
  }

  /** The one that has this event. */
  @Nullable EventSource<?, K, V> of(RecordedEvent recorded) {
    for (EventSource<?, K, V> source :
        byCategory.getOrDefault(recorded.stream().category(), List.of())) {
      if (source.includes(recorded)) {
        return source;
      }
    }
    return null;
  }

  /** Tells the changes of an event; one that cannot be decoded has one that says so. */
  void changes(
      Projection<K, V> projection,
      RecordedEvent recorded,
      UpstreamSteps steps,
      Consumer<RowChange<K, V>> listener) {
    EventSource<?, K, V> source = of(recorded);
    if (source == null) {
      return;
    }
    try {
      source.changes(recorded, steps, listener);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      listener.accept(notDecoded(projection, source, recorded, e));
    }
  }

  @SuppressWarnings("unchecked") // the key of rows that are keyed by stream is a String
  private RowChange<K, V> notDecoded(
      Projection<K, V> projection,
      EventSource<?, K, V> source,
      RecordedEvent recorded,
      Throwable error) {
    EventHandlingException failure = new EventHandlingException(projection.name(), recorded, error);
    if (projection.failurePolicy() == FailurePolicy.STOP || error instanceof RetryableException) {
      throw failure;
    }
    source.requireKeyOfNotDecoded(projection.name(), recorded, error);
    return RowChange.notDecoded(projection.keyForm((K) recorded.stream().key()), recorded, failure);
  }

  Stream<EventSelector> selectors() {
    return all.stream().flatMap(EventSource::selectors);
  }

  /** Whether it is all events of one category, as every projection once was. */
  boolean isOneCategory() {
    return all.size() == 1 && all.get(0).isWholeCategory();
  }

  private static void add(
      String projection, Projection<?, ?> readModel, Map<String, Projection<?, ?>> byName) {
    Projection<?, ?> known = byName.putIfAbsent(readModel.name(), readModel);
    if (known != null && !areSame(known, readModel)) {
      throw new IllegalArgumentException(
          "Invalid source of projection %s: expected one definition of %s, actual two that differ: %s and %s"
              .formatted(projection, readModel.name(), inWords(known), inWords(readModel)));
    }
  }

  /** Whether two definitions differ in nothing but the object, as far as that can be told. */
  private static boolean areSame(Projection<?, ?> some, Projection<?, ?> other) {
    return some.rows().type().equals(other.rows().type()) && inWords(some).equals(inWords(other));
  }

  private static String inWords(Projection<?, ?> readModel) {
    return "%s by %s %s (%s)"
        .formatted(
            readModel.rows().type().getName(),
            readModel.key().components().stream().map(RowComponent::name).toList(),
            readModel.madeOfText(),
            readModel.foldVersion());
  }

  private static List<Projection<?, ?>> onceEach(
      List<Projection<?, ?>> some, Map<String, Projection<?, ?>> byName) {
    return some.stream()
        .<Projection<?, ?>>map(each -> byName.getOrDefault(each.name(), each))
        .distinct()
        .toList();
  }
}

package io.tidemark.projection;

import static java.util.stream.Collectors.joining;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some events, and what each of them does to which rows. Immutable.
 *
 * @param origin which events, and what is folded of each
 * @param effect tells the changes of one event
 * @param lookedUp the read models that the folds look at
 * @param code what the definition was written with, by which its version is known
 */
record EventSource<E, K, V>(
    Origin<E> origin,
    Effect<E, K, V> effect,
    boolean keyedByStream,
    List<Projection<?, ?>> lookedUp,
    List<Object> code) {

  /** Each event changes one row or none. */
  static <E, K, V> EventSource<E, K, V> keyed(
      Origin<E> origin,
      KeySelector<E, K> keys,
      boolean byStream,
      Folder<E, V> folder,
      UnaryOperator<K> keyForm) {
    Objects.requireNonNull(folder, "folder");
    return new EventSource<>(
        origin,
        (event, recorded, changes) -> {
          @Nullable K key = keys.key(event, recorded);
          if (key != null) {
            changes.add(
                keyForm.apply(key),
                RowChange.LookUps.none(),
                (row, found) -> folder.fold(row, event, recorded));
          }
        },
        byStream,
        List.of(),
        List.of(keys, folder));
  }

  /** Each event changes any number of rows. */
  static <E, K, V> EventSource<E, K, V> keyedByEach(
      Origin<E> origin,
      KeySelector.Each<E, K> keys,
      Folder.Each<E, K, V> folder,
      UnaryOperator<K> keyForm) {
    Objects.requireNonNull(folder, "folder");
    return new EventSource<>(
        origin,
        (event, recorded, changes) ->
            distinct(keys.keys(event, recorded), keyForm)
                .forEach(
                    key ->
                        changes.add(
                            key,
                            RowChange.LookUps.none(),
                            (row, found) -> folder.fold(row, key, event, recorded))),
        false,
        List.of(),
        List.of(keys, folder));
  }

  /** Each event changes one row or none, by what it finds in other read models. */
  static <E, K, V> EventSource<E, K, V> lookingUp(
      Origin<E> origin,
      KeySelector<E, K> keys,
      boolean byStream,
      List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps,
      Folder.LookingUp<E, V> folder,
      UnaryOperator<K> keyForm) {
    Objects.requireNonNull(folder, "folder");
    return new EventSource<>(
        origin,
        (event, recorded, changes) -> {
          @Nullable K key = keys.key(event, recorded);
          if (key != null) {
            K form = keyForm.apply(key);
            changes.add(
                form,
                LookedUp.LookUp.all(lookUps, form, event, recorded),
                (row, found) -> folder.fold(row, found, event, recorded));
          }
        },
        byStream,
        LookedUp.LookUp.readModels(lookUps),
        LookedUp.LookUp.code(lookUps, keys, folder));
  }

  /** Each event changes any number of rows, by what it finds for each in other read models. */
  static <E, K, V> EventSource<E, K, V> lookingUpEach(
      Origin<E> origin,
      KeySelector.Each<E, K> keys,
      List<LookedUp.LookUp<E, K, V, ?, ?>> lookUps,
      Folder.EachLookingUp<E, K, V> folder,
      UnaryOperator<K> keyForm) {
    Objects.requireNonNull(folder, "folder");
    return new EventSource<>(
        origin,
        (event, recorded, changes) ->
            distinct(keys.keys(event, recorded), keyForm)
                .forEach(
                    key ->
                        changes.add(
                            key,
                            LookedUp.LookUp.all(lookUps, key, event, recorded),
                            (row, found) -> folder.fold(row, key, found, event, recorded))),
        false,
        LookedUp.LookUp.readModels(lookUps),
        LookedUp.LookUp.code(lookUps, keys, folder));
  }

  private static <K> Collection<K> distinct(
      Collection<? extends K> keys, UnaryOperator<K> keyForm) {
    if (keys.size() == 1) {
      return List.of(keyForm.apply(Objects.requireNonNull(keys.iterator().next(), "key")));
    }
    Set<K> distinct = new LinkedHashSet<>();
    for (K key : keys) {
      distinct.add(keyForm.apply(Objects.requireNonNull(key, "key")));
    }
    return distinct;
  }

  /** Of an event without a key nobody could say which later ones have to wait behind it. */
  void requireKeyOfNotDecoded(String projection, RecordedEvent recorded, Throwable error) {
    if (!keyedByStream) {
      throw new EventHandlingException(
          projection,
          recorded,
          new IllegalStateException(
              "Event cannot be put aside: expected a key, or a projection that is keyed by stream,"
                  + " actual "
                  + error,
              error));
    }
  }

  /** Tells what changes follow from an event, in their order. */
  void changes(RecordedEvent recorded, UpstreamSteps steps, Consumer<RowChange<K, V>> listener) {
    RowChange.Changes<K, V> changes = new RowChange.Changes<>(recorded, listener);
    for (E event : origin.decoded(recorded, steps)) {
      effect.tell(event, recorded, changes);
    }
  }

  /** The events it is made from. */
  Stream<EventSelector> selectors() {
    return origin.selectors();
  }

  /** Whether it is all events of one category, as they were recorded. */
  boolean isWholeCategory() {
    return origin instanceof Recorded<E> recorded && recorded.events().isWholeCategory();
  }

  /** Whether this event is one of those it is made from. */
  boolean includes(RecordedEvent recorded) {
    return origin.includes(recorded);
  }

  /** Whether there can be events that both are made from. */
  boolean overlaps(EventSource<?, ?, ?> other) {
    return selectors().anyMatch(some -> other.selectors().anyMatch(some::overlaps));
  }

  /** The read model of which it is fed the changes, if it is. */
  Optional<Projection<?, ?>> followed() {
    return origin instanceof Steps<?, ?> steps ? Optional.of(steps.readModel()) : Optional.empty();
  }

  /** What it is, in words. */
  String inWords() {
    return composed().map(Folder.Composed::inWords).collect(joining("", origin.inWords(), ""));
  }

  /** All classes by which the version of its code is known. */
  Stream<Class<?>> classes() {
    Stream<Object> plain = code.stream().filter(some -> !(some instanceof Folder.Composed));
    return Stream.concat(plain, composed().flatMap(fold -> fold.code().stream()))
        .map(Object::getClass);
  }

  private Stream<Folder.Composed> composed() {
    return code.stream()
        .filter(Folder.Composed.class::isInstance)
        .map(Folder.Composed.class::cast)
        .distinct();
  }

  /** All events of some. Whole categories are asked for in the simplest way. */
  static LogQuery query(Stream<? extends EventSource<?, ?, ?>> sources) {
    Set<EventSelector> selectors =
        sources.flatMap(EventSource::selectors).collect(Collectors.toSet());
    return selectors.stream().allMatch(EventSelector::isWholeCategory)
        ? LogQuery.all()
            .categories(selectors.stream().map(EventSelector::category).collect(Collectors.toSet()))
        : LogQuery.all().selectedBy(selectors);
  }

  /**
   * What these are, in words: others have other words. A whole category is its name, in quotes only
   * if it could be taken for something else.
   */
  static String allInWords(List<? extends EventSource<?, ?, ?>> sources) {
    return sources.stream()
        .sorted(
            Comparator.<EventSource<?, ?, ?>, String>comparing(EventSource::category)
                .thenComparing(EventSource::inWords))
        .map(EventSource::inWords)
        .collect(joining(", "));
  }

  private String category() {
    return selectors().map(EventSelector::category).min(Comparator.naturalOrder()).orElse("");
  }

  private static String words(EventSelector events) {
    if (events.isWholeCategory()) {
      String category = events.category();
      return category.contains(",") || category.contains("\"") ? quoted(category) : category;
    }
    String some =
        events.keys().isEmpty() ? quoted(events.category()) : "stream " + list(streams(events));
    return events.types().isEmpty() ? some : some + " of types (" + list(events.types()) + ")";
  }

  private static Set<String> streams(EventSelector events) {
    return events.keys().stream()
        .map(key -> new StreamId(events.category(), key).toString())
        .collect(Collectors.toSet());
  }

  private static String list(Set<String> names) {
    return new TreeSet<>(names).stream().map(EventSource::quoted).collect(joining(", "));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Which events these are, and what is folded of each. */
  sealed interface Origin<E> {
    Stream<EventSelector> selectors();

    boolean includes(RecordedEvent recorded);

    /**
     * What is folded of an event, in its order.
     *
     * @param steps what it did to the rows of read models whose changes are followed
     */
    List<E> decoded(RecordedEvent recorded, UpstreamSteps steps);

    /** In words: others have other words. */
    String inWords();
  }

  /** Events as they were recorded, which a codec reads. */
  record Recorded<E>(EventSelector events, EventCodec<E> codec) implements Origin<E> {
    @Override
    public Stream<EventSelector> selectors() {
      return Stream.of(events);
    }

    @Override
    public boolean includes(RecordedEvent recorded) {
      return events.includes(recorded);
    }

    @Override
    public List<E> decoded(RecordedEvent recorded, UpstreamSteps steps) {
      return codec.decode(recorded);
    }

    @Override
    public String inWords() {
      return words(events);
    }
  }

  /** Events as they were recorded, which nobody reads before the fold does. */
  record Unread(List<EventSelector> events) implements Origin<RecordedEvent> {
    @Override
    public Stream<EventSelector> selectors() {
      return events.stream();
    }

    @Override
    public boolean includes(RecordedEvent recorded) {
      return events.stream().anyMatch(some -> some.includes(recorded));
    }

    @Override
    public List<RecordedEvent> decoded(RecordedEvent recorded, UpstreamSteps steps) {
      return List.of(recorded);
    }

    @Override
    public String inWords() {
      return events.stream().map(EventSource::words).sorted().collect(joining(", "));
    }
  }

  /** The changes of the rows of another read model. */
  record Steps<L, R>(Projection<L, R> readModel) implements Origin<RowStep<L, R>> {
    @Override
    public Stream<EventSelector> selectors() {
      return readModel.selectors();
    }

    @Override
    public boolean includes(RecordedEvent recorded) {
      return readModel.isMadeFrom(recorded);
    }

    @Override
    public List<RowStep<L, R>> decoded(RecordedEvent recorded, UpstreamSteps steps) {
      return steps.of(readModel, recorded);
    }

    /** A whole category has no quotes in its words, or begins with them. */
    @Override
    public String inWords() {
      return "changes of \"%s\" (%s)".formatted(readModel.name(), readModel.madeOfText());
    }
  }

  /** What one event, decoded, does. */
  @FunctionalInterface
  interface Effect<E, K, V> {
    /** Tells the keys of the rows in their one form, and what becomes of each. */
    void tell(E event, RecordedEvent recorded, RowChange.Changes<K, V> changes);
  }
}

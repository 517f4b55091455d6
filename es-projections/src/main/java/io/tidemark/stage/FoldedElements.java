package io.tidemark.stage;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Folder;
import io.tidemark.projection.KeySelector;
import io.tidemark.projection.Projection;
import io.tidemark.row.KeyType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folds the elements of an event one after the other. */
final class FoldedElements<E, R, K, V>
    implements Folder.Each<E, K, V>, Folder.Composed, KeySelector.Each<E, K> {
  private final Told<E, R> told;
  private final KeyType<K> type;
  private final KeySelector.Each<R, K> keys;
  private final Folder.Each<R, K, V> fold;
  private final String words;
  private final List<Object> code;

  private FoldedElements(
      Told<E, R> told,
      KeyType<K> type,
      KeySelector.Each<R, K> keys,
      Folder.Each<R, K, V> fold,
      String words,
      List<Object> code) {
    this.told = told;
    this.type = type;
    this.keys = keys;
    this.fold = fold;
    this.words = words;
    this.code = code;
  }

  /** As one more source of a projection. */
  static <E, R, K, V> Projection<K, V> in(
      Projection<K, V> before,
      Told<E, R> told,
      KeySelector.Each<R, K> keys,
      Folder.Each<R, K, V> fold,
      String words,
      List<Object> code) {
    FoldedElements<E, R, K, V> elements =
        new FoldedElements<>(told, before.key(), keys, fold, words, code);
    return told.events().in(before).keyedByEach(elements).fold(elements);
  }

  @Override
  public Collection<K> keys(E event, RecordedEvent recorded) {
    List<K> all = new ArrayList<>(1);
    for (R element : told.all().apply(event, recorded)) {
      all.addAll(keys.keys(element, recorded));
    }
    return all;
  }

  @Override
  public @Nullable V fold(@Nullable V row, K key, E event, RecordedEvent recorded) {
    List<R> elements = told.all().apply(event, recorded);
    V after = row;
    for (R element : elements) {
      if (elements.size() == 1 || isOf(key, element, recorded)) {
        after = fold.fold(after, key, element, recorded);
      }
    }
    return after;
  }

  private boolean isOf(K key, R element, RecordedEvent recorded) {
    for (K each : keys.keys(element, recorded)) {
      if (type.form(Objects.requireNonNull(each, "key")).equals(key)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String inWords() {
    return " as " + told.inWords() + words;
  }

  @Override
  public List<Object> code() {
    return Stream.concat(told.code(), code.stream()).toList();
  }
}

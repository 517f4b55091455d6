package io.tidemark.pattern;

import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowComponent;
import io.tidemark.row.StoredValue;
import io.tidemark.row.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows that begin with a key and the position of the first event of a match.
 *
 * @param named the rows, as if the key alone told them apart
 */
record PatternRows<G, V>(NamedRows<G, V> named) {
  PatternRows {
    int size = named.key().components().size();
    List<RowComponent> all = named.type().components();
    if (all.size() <= size
        || all.get(size).kind() != ValueKind.LONG
        || all.get(size).isNullable()) {
      throw new IllegalArgumentException(
          "Invalid rows of projection %s: expected a long behind the key, the position of the first event, actual %s"
              .formatted(
                  named.name(),
                  all.size() <= size
                      ? "nothing"
                      : all.get(size).type().getSimpleName() + " " + all.get(size).name()));
    }
  }

  /** The values of a key, as stages remember them. */
  Tuple stateOf(G key) {
    List<Object> values = new ArrayList<>(named.key().values(named.key().form(key)));
    for (int i = 0; i < values.size(); i++) {
      values.set(i, StoredValue.stateOf(named.key().components().get(i), values.get(i)));
    }
    return Tuple.of(values.toArray());
  }

  /** A row as stages remember it. */
  Tuple stateOf(V row, Match<G> match) {
    MatchKey<G> expected = new MatchKey<>(match.key(), match.position());
    MatchKey<G> actual = keyOf(row);
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "Invalid row of projection %s: expected the key and the position of its match, %s, actual %s"
              .formatted(named.name(), expected, actual));
    }
    @Nullable Object[] values = named.type().values(named.type().stored(row));
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      values[i] =
          value == null ? null : StoredValue.stateOf(named.type().components().get(i), value);
    }
    return Tuple.of(values);
  }

  V row(Tuple state) {
    @Nullable Object[] values = state.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = StoredValue.valueOf(named.type().components().get(i), values[i]);
    }
    return named.type().row(values);
  }

  private MatchKey<G> keyOf(V row) {
    RowComponent position = named.type().components().get(named.key().components().size());
    Object value = Objects.requireNonNull(position.value(row), position.name());
    return new MatchKey<>(named.key().form(named.keyOf(row)), (Long) value);
  }

  /** The same rows, told apart by their matches too. */
  NamedRows<MatchKey<G>, V> keyed() {
    int size = named.key().components().size() + 1;
    return new NamedRows<>(
        named.name(),
        named.type(),
        KeyType.of(named.type(), size, new Shape<>(named.key())),
        this::keyOf);
  }

  /** Rows of one key stay together, so that they can be seen together. */
  private record Shape<G>(KeyType<G> groups) implements KeyType.Shape<MatchKey<G>> {
    @Override
    public List<Object> values(MatchKey<G> key) {
      List<Object> values = new ArrayList<>(groups.values(key.key()));
      values.add(key.position());
      return values;
    }

    @Override
    public MatchKey<G> key(List<Object> values) {
      return new MatchKey<>(groups.of(values), (Long) values.get(values.size() - 1));
    }

    @Override
    public Optional<String> shardText(MatchKey<G> key) {
      return Optional.of(groups.text(key.key()));
    }
  }
}

package io.tidemark.row;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a read model are told apart by: one or several of their first components, and
 * the object that has their values. Immutable and thread-safe.
 *
 * @param <K> the key
 */
public final class KeyType<K> {
  private final List<RowComponent> components;
  private final Shape<K> shape;
  private final @Nullable DerivedKey<K> derived;

  private KeyType(List<RowComponent> components, Shape<K> shape, @Nullable DerivedKey<K> derived) {
    this.components = components;
    this.shape = shape;
    this.derived = derived;
  }

  private KeyType(RowType<?> rows, int count, Shape<K> shape) {
    this(List.copyOf(rows.components().subList(0, count)), shape, null);
    components.forEach(component -> require(rows, component));
  }

  /**
   * An object as a key: its values are those of some components.
   *
   * @param <K> the key
   */
  public interface Shape<K> {
    /** The values in a key, in the order of the components. */
    List<Object> values(K key);

    /** The key with these values. */
    K key(List<Object> values);

    /** What decides of which shard a row with this key is, if that is not the whole of it. */
    default Optional<String> shardText(K key) {
      return Optional.empty();
    }
  }

  /**
   * The first component of these rows.
   *
   * @throws IllegalArgumentException if it may be null or has no order
   */
  public static <K> KeyType<K> firstOf(RowType<?> rows) {
    return new KeyType<>(rows, 1, new Value<>());
  }

  /**
   * The first components of these rows, as this record has them.
   *
   * @throws IllegalArgumentException if it is no record, has other components than those that the
   *     rows begin with, or one that may be null or has no order
   */
  public static <K> KeyType<K> recordOf(RowType<?> rows, Class<K> key) {
    RowType<K> parts = RowType.of(key);
    int count = parts.components().size();
    List<String> expected = words(rows, count);
    List<String> actual = words(parts, count);
    if (!expected.equals(actual)) {
      throw new IllegalArgumentException(
          "Invalid key %s of %s: expected the components that the rows begin with, %s, actual %s"
              .formatted(key.getSimpleName(), rows.type().getName(), expected, actual));
    }
    parts.components().forEach(component -> require(parts, component));
    return new KeyType<>(rows, count, new Parts<>(parts));
  }

  /**
   * As many of the first components of these rows, in an object of this shape.
   *
   * @throws IllegalArgumentException if one of them may be null or has no order
   */
  public static <K> KeyType<K> of(RowType<?> rows, int count, Shape<K> shape) {
    return new KeyType<>(rows, count, shape);
  }

  /**
   * The same, of keys that say nothing to people and follow from other columns: people read and
   * write the values of these instead.
   *
   * @param columns of the rows; of each row without a value there, it is null. None if there is one
   *     row at the most
   * @param key gives the key of their values, as they were written
   */
  public KeyType<K> derivedFrom(
      List<RowComponent> columns, Function<List<@Nullable Object>, ? extends K> key) {
    return new KeyType<>(components, shape, new DerivedKey<>(List.copyOf(columns), key));
  }

  private static List<String> words(RowType<?> rows, int count) {
    return rows.components().stream()
        .limit(count)
        .map(component -> component.type().getSimpleName() + " " + component.name())
        .toList();
  }

  private static void require(RowType<?> rows, RowComponent component) {
    if (component.isNullable()) {
      throw new IllegalArgumentException(
          "Invalid key %s of %s: expected a value in every row, actual one that may be null"
              .formatted(component.name(), rows.type().getName()));
    }
    component.requireOrder("key");
  }

  /** How a key has its values. Not API. */
  public Shape<K> shape() {
    return shape;
  }

  /** The components of the rows that it is made of, in their order: one at least. */
  public List<RowComponent> components() {
    return components;
  }

  /**
   * Refuses a key that is not that of a stream.
   *
   * @param projection whose it is, for the message
   * @throws IllegalArgumentException if it is no text
   */
  public void requireText(String projection) {
    if (components.size() > 1 || components.get(0).kind() != ValueKind.TEXT) {
      throw new IllegalArgumentException(
          "Invalid key %s of projection %s: expected text, as keys of streams are, actual %s"
              .formatted(
                  joined(RowComponent::name),
                  projection,
                  joined(component -> component.type().getSimpleName())));
    }
  }

  private String joined(Function<RowComponent, String> part) {
    return components.stream().map(part).collect(joining(", "));
  }

  /**
   * The one form of all keys that are the same to the database: of 1.0 and 1.00, for example.
   *
   * @throws IllegalArgumentException if the database cannot hold it
   */
  @SuppressWarnings("unchecked") // a kind of value gives values of one class
  public K form(K key) {
    if (isValue()) {
      return (K) form(0, key);
    }
    List<Object> values = shape.values(key);
    return areForms(values) ? key : shape.key(forms(values));
  }

  /** Then there is nothing to take apart, which every event would pay for. */
  private boolean isValue() {
    return shape instanceof Value;
  }

  private List<Object> forms(List<? extends @Nullable Object> values) {
    if (components.size() == 1) {
      return List.of(form(0, values.get(0)));
    }
    List<Object> forms = new ArrayList<>(components.size());
    for (int i = 0; i < components.size(); i++) {
      forms.add(form(i, values.get(i)));
    }
    return forms;
  }

  /** Of most kinds each value is its own form. */
  private boolean areForms(List<Object> values) {
    for (int i = 0; i < components.size(); i++) {
      Object value = values.get(i);
      if (!form(i, value).equals(value)) {
        return false;
      }
    }
    return true;
  }

  private Object form(int index, @Nullable Object value) {
    RowComponent component = components.get(index);
    Object there = Objects.requireNonNull(value, component.name());
    try {
      return component.kind().keyForm(there);
    } catch (IllegalArgumentException e) {
      if (components.size() == 1) {
        throw e; // whoever asked knows which
      }
      throw new IllegalArgumentException(component.name() + ": " + e.getMessage(), e);
    }
  }

  /** The values of its components, in their order. */
  public List<Object> values(K key) {
    return shape.values(key);
  }

  /** The key with these values, in its one form; there may be more of them. */
  public K of(List<? extends @Nullable Object> values) {
    return shape.key(forms(values));
  }

  /** The key of a row, in its one form, as its components say. */
  public K ofRow(Object row) {
    return shape.key(formsOf(row));
  }

  private List<Object> formsOf(Object row) {
    List<@Nullable Object> values = new ArrayList<>(components.size());
    components.forEach(component -> values.add(component.value(row)));
    return forms(values);
  }

  /** Whether a row has this key, which is in its one form. */
  public boolean isOf(K key, Object row) {
    if (isValue()) {
      return form(0, components.get(0).value(row)).equals(key);
    }
    List<Object> values = shape.values(key);
    for (int i = 0; i < components.size(); i++) {
      if (!form(i, components.get(i).value(row)).equals(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** How keys in their one form are ordered, in memory as in the database. */
  public Comparator<K> order() {
    List<Comparator<Object>> orders =
        components.stream().map(component -> component.kind().order()).toList();
    return (a, b) -> {
      List<Object> some = shape.values(a);
      List<Object> others = shape.values(b);
      int compared = 0;
      for (int i = 0; i < orders.size() && compared == 0; i++) {
        compared = orders.get(i).compare(some.get(i), others.get(i));
      }
      return compared;
    };
  }

  /** A key, in its one form, as text: other keys have other texts. */
  public String text(K key) {
    List<Object> values = shape.values(key);
    if (components.size() == 1) {
      return components.get(0).text(values.get(0));
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(components.get(i).text(values.get(i)));
    }
    return KeyText.joined(texts);
  }

  /** Whether it follows from other columns, and says nothing by itself. */
  public boolean isDerived() {
    return derived != null;
  }

  /** What people know a row by: the components, or the columns from which they follow. */
  public List<RowComponent> told() {
    return derived == null ? components : derived.columns();
  }

  /**
   * The key of a row as people read and {@linkplain #parse write} it.
   *
   * @param values of {@link #told}, in their order
   */
  public String toldText(List<? extends @Nullable Object> values) {
    return derived == null ? text(of(values)) : derived.text(values);
  }

  /** What decides of which shard a row is: rows with the same text are of the same one. */
  public String shardText(K key) {
    return shape.shardText(key).orElseGet(() -> text(key));
  }

  /**
   * The key that somebody wrote, in its one form.
   *
   * @throws IllegalArgumentException if it is none; the message says what is expected
   */
  public K parse(String text) {
    if (derived != null) {
      return derived.parse(text);
    }
    if (components.size() == 1) {
      return of(List.of(components.get(0).parse(text)));
    }
    List<String> texts = KeyText.parts(text);
    requireCount(components, texts.size(), text);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      values.add(parsed(components.get(i), texts.get(i)));
    }
    return of(values);
  }

  static void requireCount(List<RowComponent> components, int actual, String text) {
    if (actual != components.size()) {
      throw new IllegalArgumentException(
          "expected %d values with commas between them, of %s, actual %d in '%s'"
              .formatted(
                  components.size(),
                  components.stream().map(RowComponent::name).toList(),
                  actual,
                  text));
    }
  }

  static Object parsed(RowComponent component, String text) {
    try {
      return component.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(component.name() + ": " + e.getMessage(), e);
    }
  }

  /** The value of the only component is the key. */
  private record Value<K>() implements Shape<K> {
    @Override
    public List<Object> values(K key) {
      return List.of(key);
    }

    @Override
    @SuppressWarnings("unchecked") // a kind of value gives values of one class
    public K key(List<Object> values) {
      return (K) values.get(0);
    }
  }

  /** A record that has these components, and no others. */
  private record Parts<K>(RowType<K> parts) implements Shape<K> {
    @Override
    public List<Object> values(K key) {
      return Arrays.asList(parts.values(key));
    }

    @Override
    public K key(List<Object> values) {
      return parts.row(values.toArray());
    }
  }
}

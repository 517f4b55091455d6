package io.tidemark.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key that is a record of the first components of the rows. */
final class RecordKey<K> implements KeyType<K> {
  private final RowType<K> key;
  private final List<RowComponent> components;
  private final List<Comparator<Object>> orders;

  RecordKey(RowType<?> rows, Class<K> type) {
    this.key = RowType.of(type);
    List<String> expected = words(rows, key.components().size());
    List<String> actual = words(key, key.components().size());
    if (!expected.equals(actual)) {
      throw new IllegalArgumentException(
          "Invalid key %s of %s: expected the components that the rows begin with, %s, actual %s"
              .formatted(type.getSimpleName(), rows.type().getName(), expected, actual));
    }
    ComponentKey.first(key, actual.size());
    this.components = ComponentKey.first(rows, expected.size());
    this.orders = components.stream().map(component -> component.kind().order()).toList();
  }

  private static List<String> words(RowType<?> rows, int count) {
    return rows.components().stream()
        .limit(count)
        .map(component -> component.type().getSimpleName() + " " + component.name())
        .toList();
  }

  @Override
  public List<RowComponent> components() {
    return components;
  }

  @Override
  public K form(K given) {
    @Nullable Object[] values = key.values(given);
    boolean isForm = true;
    for (int i = 0; i < values.length; i++) {
      Object form = form(i, values[i]);
      isForm &= form.equals(values[i]);
      values[i] = form;
    }
    return isForm ? given : key.row(values);
  }

  private Object form(int index, @Nullable Object value) {
    RowComponent component = components.get(index);
    try {
      return component.kind().keyForm(Objects.requireNonNull(value, component.name()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(component.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<Object> values(K given) {
    return Arrays.asList(key.values(given));
  }

  @Override
  public K of(List<? extends @Nullable Object> values) {
    @Nullable Object[] forms = new Object[components.size()];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = form(i, values.get(i));
    }
    return key.row(forms);
  }

  @Override
  public K ofRow(Object row) {
    List<@Nullable Object> values = new ArrayList<>(components.size());
    components.forEach(component -> values.add(component.value(row)));
    return of(values);
  }

  @Override
  public boolean isOf(K given, Object row) {
    @Nullable Object[] values = key.values(given);
    for (int i = 0; i < values.length; i++) {
      if (!form(i, components.get(i).value(row)).equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Comparator<K> order() {
    return (a, b) -> {
      @Nullable Object[] some = key.values(a);
      @Nullable Object[] others = key.values(b);
      for (int i = 0; i < some.length; i++) {
        int compared = orders.get(i).compare(some[i], others[i]);
        if (compared != 0) {
          return compared;
        }
      }
      return 0;
    };
  }

  @Override
  public String text(K given) {
    List<String> texts = new ArrayList<>();
    List<Object> values = values(given);
    for (int i = 0; i < values.size(); i++) {
      texts.add(components.get(i).text(values.get(i)));
    }
    return KeyText.joined(texts);
  }

  @Override
  public K parse(String text) {
    List<String> texts = KeyText.parts(text);
    if (texts.size() != components.size()) {
      throw new IllegalArgumentException(
          "expected %d values with commas between them, of %s, actual %d in '%s'"
              .formatted(
                  components.size(),
                  components.stream().map(RowComponent::name).toList(),
                  texts.size(),
                  text));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      values.add(parsed(components.get(i), texts.get(i)));
    }
    return of(values);
  }

  private static Object parsed(RowComponent component, String text) {
    try {
      return component.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(component.name() + ": " + e.getMessage(), e);
    }
  }
}

package io.tidemark.row;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * An index that a definition asks for. Immutable.
 *
 * <p>Not API.
 *
 * @param components in their order
 * @param isUnique whether no two rows may have the same values; rows without one of them may
 */
public record RowIndex(List<RowComponent> components, boolean isUnique) {
  /** Refuses what the database could not index so. */
  public RowIndex {
    components = List.copyOf(components);
    if (components.isEmpty() || components.stream().distinct().count() < components.size()) {
      throw new IllegalArgumentException(
          "Invalid index: expected one component or several, each once, actual "
              + names(components));
    }
    if (isUnique) {
      components.forEach(component -> component.requireOrder("unique index on"));
    } else if (components.size() > 1) {
      components.forEach(component -> component.requireOrder("index on several, one of them"));
    }
  }

  /** On these components of a record. */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  public static <V> RowIndex of(RowType<V> rows, boolean unique, Accessor<V, ?>... components) {
    return new RowIndex(
        Arrays.stream(components)
            .map(component -> rows.component(ComponentName.of(component)))
            .toList(),
        unique);
  }

  /** These and this one, each once. */
  public List<RowIndex> addedTo(List<RowIndex> others) {
    return Stream.concat(others.stream(), Stream.of(this)).distinct().toList();
  }

  /** Whether one of these is unique. */
  public static boolean isAnyUnique(List<RowIndex> indexes) {
    return indexes.stream().anyMatch(RowIndex::isUnique);
  }

  /** Whether it finds rows by what is within a component, and not by the value as a whole. */
  public boolean isWithinJson() {
    return components.get(0).kind() == ValueKind.JSON;
  }

  /** What it is, in words: {@code unique (owner, balance)}. */
  @Override
  public String toString() {
    return (isUnique ? "unique " : "") + names(components);
  }

  private static String names(List<RowComponent> components) {
    return components.stream().map(RowComponent::name).collect(joining(", ", "(", ")"));
  }
}

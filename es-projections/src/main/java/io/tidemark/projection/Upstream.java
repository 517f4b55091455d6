package io.tidemark.projection;

import io.tidemark.row.RowComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The read models that a projection needs. A name is one read model, in however many objects its
 * definition comes: so each is here once. Immutable.
 *
 * @param followed whose changes it is made from
 * @param lookedUp that its folds look at
 * @param all these, and what they need themselves: each after its own
 */
record Upstream(
    List<Projection<?, ?>> followed, List<Projection<?, ?>> lookedUp, List<Projection<?, ?>> all) {

  /**
   * Of these sources.
   *
   * @param projection whose they are, for messages
   * @throws IllegalArgumentException if there are different definitions of one name
   */
  static Upstream of(String projection, List<? extends EventSource<?, ?, ?>> sources) {
    List<Projection<?, ?>> followed =
        sources.stream()
            .<Projection<?, ?>>flatMap(source -> source.followed().stream())
            .distinct()
            .toList();
    List<Projection<?, ?>> lookedUp =
        sources.stream()
            .<Projection<?, ?>>flatMap(source -> source.lookedUp().stream())
            .distinct()
            .toList();
    Map<String, Projection<?, ?>> byName = new LinkedHashMap<>();
    Stream.concat(followed.stream(), lookedUp.stream())
        .flatMap(Projection::withUpstream)
        .distinct()
        .forEach(each -> add(projection, each, byName));
    return new Upstream(
        onceEach(followed, byName), onceEach(lookedUp, byName), List.copyOf(byName.values()));
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

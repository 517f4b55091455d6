package io.tidemark.codec;

import io.tidemark.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Which tags events get, by their classes. Immutable. */
record EventTags<E>(List<Rule<?>> rules) {

  /** What events of a class get. */
  private record Rule<T>(Class<T> type, Function<? super T, ? extends Collection<Tag>> named) {
    Collection<Tag> of(Object event) {
      return type.isInstance(event) ? named.apply(type.cast(event)) : List.of();
    }
  }

  static <E> EventTags<E> none() {
    return new EventTags<>(List.of());
  }

  <T> EventTags<E> and(Class<T> type, Function<? super T, ? extends Collection<Tag>> named) {
    List<Rule<?>> all = new ArrayList<>(rules);
    all.add(new Rule<>(type, named));
    return new EventTags<>(List.copyOf(all));
  }

  Set<Tag> of(E event) {
    if (rules.isEmpty()) {
      return Set.of();
    }
    Set<Tag> tags = new HashSet<>();
    rules.forEach(rule -> tags.addAll(rule.of(event)));
    return tags;
  }
}

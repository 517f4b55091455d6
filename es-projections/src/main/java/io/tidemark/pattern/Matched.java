package io.tidemark.pattern;

import io.tidemark.RecordedEvent;
import java.util.List;
import java.util.Optional;

/** The events of a match, or those that there are of it so far, in the order of their time. */
public interface Matched {
  /** Those of an element; none if it is not of the pattern, or has none. */
  <S> List<S> all(Element<S> element);

  /** The same as they are stored. */
  List<RecordedEvent> recorded(Element<?> element);

  /** The first one of an element, if it has any. */
  default <S> Optional<S> first(Element<S> element) {
    return all(element).stream().findFirst();
  }

  /** The last one of an element, if it has any. */
  default <S> Optional<S> last(Element<S> element) {
    List<S> all = all(element);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * The first one of an element that every match has.
   *
   * @throws IllegalStateException if it has none
   */
  default <S> S event(Element<S> element) {
    return first(element)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Expected an event of element %s, actual none".formatted(element.name())));
  }
}

package io.tidemark.pattern;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The elements of a pattern. Which of them, and of those that must not be, an event alone is of, is
 * found out once: as bits of a number.
 */
record Sequence(List<Link> links, Optional<Element<?>> absent) {
  private static final int MOST = 60;

  /**
   * An element in its place.
   *
   * @param isNext whether its events follow at once, or others may be in between
   * @param without which of these must not be in between
   */
  record Link(Element<?> element, boolean isNext, Optional<Element<?>> without) {}

  static Sequence beginningWith(Element<?> element) {
    return new Sequence(List.of(), Optional.empty())
        .with(new Link(element, false, Optional.empty()));
  }

  Sequence with(Link link) {
    Objects.requireNonNull(link.element(), "element");
    if (absent.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected nothing after the absence of %s, actual %s"
              .formatted(absent.get().name(), link.element()));
    }
    if (links.stream().anyMatch(each -> each.element().equals(link.element()))) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected each element once, actual %s again; make another of its kind"
              .formatted(link.element()));
    }
    List<Link> more = new ArrayList<>(links);
    more.add(link);
    return new Sequence(List.copyOf(more), absent).ofFew();
  }

  /** The same where the events of an element must not be before those of the last one. */
  Sequence without(Element<?> element) {
    Link last = links.get(links.size() - 1);
    if (links.size() == 1 || last.isNext() || last.without().isPresent()) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected one element that must not be, and before it followedBy(), actual %s before %s"
              .formatted(element, last.element()));
    }
    List<Link> others = new ArrayList<>(links.subList(0, links.size() - 1));
    others.add(new Link(last.element(), false, Optional.of(alone(element))));
    return new Sequence(List.copyOf(others), absent).ofFew();
  }

  Sequence absent(Element<?> element) {
    if (absent.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected one element that is absent, actual %s and %s"
              .formatted(absent.get(), element));
    }
    return new Sequence(links, Optional.of(alone(element))).ofFew();
  }

  private static Element<?> alone(Element<?> element) {
    if (element.isAmong() || element.min() != 1 || element.max() != 1) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected one event that must not be, by conditions on it alone, actual "
              + element);
    }
    return element;
  }

  private Sequence ofFew() {
    if (bits().size() > MOST) {
      throw new IllegalArgumentException(
          "Invalid pattern: expected at most %d elements, actual %d"
              .formatted(MOST, bits().size()));
    }
    return this;
  }

  /** What has a bit, in the order of these. */
  private List<Element<?>> bits() {
    Set<Element<?>> all = new LinkedHashSet<>();
    links.forEach(link -> all.add(link.element()));
    links.forEach(link -> link.without().ifPresent(all::add));
    absent.ifPresent(all::add);
    return List.copyOf(all);
  }

  /** The bits of an event. */
  long bitsOf(Object event) {
    List<Element<?>> all = bits();
    return IntStream.range(0, all.size())
        .filter(i -> all.get(i).isMet(event))
        .mapToLong(i -> 1L << i)
        .sum();
  }

  /** Whether events that are of nothing may be left out: none has to follow at once. */
  boolean isLoose() {
    return links.stream().noneMatch(Link::isNext);
  }

  /** Of a row, whether its event is of an element. */
  Expression isOf(Element<?> element, int column) {
    return new Bit(column, 1L << bits().indexOf(element), true);
  }

  /** Which events may come before those of an element. */
  Optional<Expression> passing(Link link, int column) {
    if (link.isNext()) {
      return Optional.empty();
    }
    long bit = link.without().map(element -> 1L << bits().indexOf(element)).orElse(0L);
    return Optional.of(new Bit(column, bit, false));
  }

  private record Bit(int column, long bit, boolean isSet) implements Expression {
    @Override
    public Object of(Tuple row) {
      long bits = (Long) Objects.requireNonNull(row.get(column), "bits");
      return (bits & bit) != 0 == isSet;
    }
  }

  int indexOf(Element<?> element) {
    return links.stream().map(Link::element).toList().indexOf(element);
  }

  List<Object> code() {
    return bits().stream().flatMap(element -> element.code().stream()).toList();
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    for (Link link : links) {
      words.append(words.isEmpty() ? "" : link.isNext() ? ", next " : ", then ");
      words.append(link.element());
      link.without().ifPresent(element -> words.append(" without ").append(element));
    }
    absent.ifPresent(element -> words.append(", no ").append(element));
    return words.toString();
  }
}

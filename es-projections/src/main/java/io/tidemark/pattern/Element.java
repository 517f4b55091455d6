package io.tidemark.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One or several events of a pattern that follow each other: exactly one, unless told otherwise.
 * Conditions must depend on their arguments only, as every fold. Immutable and thread-safe; an
 * element is equal to itself only.
 *
 * @param <S> the events
 */
public final class Element<S> {
  private final String name;
  private final Class<S> type;
  private final List<Predicate<? super S>> conditions;
  private final List<BiPredicate<? super S, ? super Matched>> among;
  private final int min;
  private final int max;
  private final boolean isGreedy;

  private Element(
      String name,
      Class<S> type,
      List<Predicate<? super S>> conditions,
      List<BiPredicate<? super S, ? super Matched>> among,
      int min,
      int max,
      boolean isGreedy) {
    this.name = name;
    this.type = type;
    this.conditions = List.copyOf(conditions);
    this.among = List.copyOf(among);
    this.min = min;
    this.max = max;
    this.isGreedy = isGreedy;
  }

  /**
   * Of events of a type.
   *
   * @param name for messages, and for what the projection says of itself
   */
  public static <S> Element<S> of(String name, Class<S> type) {
    return new Element<>(
        Objects.requireNonNull(name, "name"),
        Objects.requireNonNull(type, "type"),
        List.of(),
        List.of(),
        1,
        1,
        true);
  }

  /** Only those that meet a condition. */
  public Element<S> where(Predicate<? super S> condition) {
    List<Predicate<? super S>> more = new ArrayList<>(conditions);
    more.add(Objects.requireNonNull(condition, "condition"));
    return new Element<>(name, type, more, among, min, max, isGreedy);
  }

  /**
   * Only those that meet a condition together with the events before them in the match. Of its own
   * element the event is the last one there.
   */
  public Element<S> whereAmong(BiPredicate<? super S, ? super Matched> condition) {
    List<BiPredicate<? super S, ? super Matched>> more = new ArrayList<>(among);
    more.add(Objects.requireNonNull(condition, "condition"));
    return new Element<>(name, type, conditions, more, min, max, isGreedy);
  }

  /**
   * So many of them.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Element<S> times(int count) {
    return times(count, count);
  }

  /**
   * From so many of them to so many; as many as there are.
   *
   * @throws IllegalArgumentException if they are less than 0, or the second less than the first or
   *     than 1
   */
  public Element<S> times(int least, int most) {
    if (least < 0 || most < Math.max(1, least)) {
      throw new IllegalArgumentException(
          "Invalid times of element %s: expected from 0 or more to 1 or more, actual from %d to %d"
              .formatted(name, least, most));
    }
    return new Element<>(name, type, conditions, among, least, most, isGreedy);
  }

  /**
   * So many of them or more; as many as there are.
   *
   * @throws IllegalArgumentException if it is less than 0
   */
  public Element<S> atLeast(int least) {
    return times(least, Integer.MAX_VALUE);
  }

  /** One of them or none; one if there is one. */
  public Element<S> optional() {
    return times(0, 1);
  }

  /** As few of them as make a match, where it would else be as many. */
  public Element<S> fewest() {
    return new Element<>(name, type, conditions, among, min, max, false);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** Whether an event is of it, as far as that depends on the event alone. */
  boolean isMet(Object event) {
    if (!type.isInstance(event)) {
      return false;
    }
    S some = type.cast(event);
    return conditions.stream().allMatch(condition -> condition.test(some));
  }

  /** Whether it depends on events before too. */
  boolean isAmong() {
    return !among.isEmpty();
  }

  /** The other conditions, on an event that is the last of what is matched. */
  boolean isMet(Object event, Matched matched) {
    S some = type.cast(event);
    return among.stream().allMatch(condition -> condition.test(some, matched));
  }

  S cast(Object event) {
    return type.cast(event);
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  boolean isGreedy() {
    return isGreedy;
  }

  /** What it was written with. */
  List<Object> code() {
    List<Object> code = new ArrayList<>(conditions);
    code.addAll(among);
    return code;
  }

  @Override
  public String toString() {
    String many = max == Integer.MAX_VALUE ? "more" : String.valueOf(max);
    String times = min == 1 && max == 1 ? "" : " %d to %s times".formatted(min, many);
    return "%s of %s%s%s".formatted(name, type.getSimpleName(), times, isGreedy ? "" : " but few");
  }
}

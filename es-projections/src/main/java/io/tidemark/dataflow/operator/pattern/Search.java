package io.tidemark.dataflow.operator.pattern;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for the match that begins at a row. Goes one way, and back to the last place where there
 * was another if it leads to nothing. Does not call itself, since an element can take very many
 * rows.
 */
final class Search implements Matching.Matched {
  private final Matching matching;
  private final List<Matching.Element> elements;
  private final boolean isForgetful;
  private final Candidates rows;

  private final List<Taken> taken = new ArrayList<>();
  private final Deque<Choice> choices = new ArrayDeque<>();
  private final Set<Place> seen = new HashSet<>();
  private Place place = new Place(0, 0, 0, false);
  private int begin;
  private int end;
  private boolean isOpen;

  /** A row, and of which element it is. */
  private record Taken(Candidate row, int element) {}

  /**
   * Where a search is.
   *
   * @param count how many rows the element has
   * @param index of the next row
   * @param hasPassed whether rows were passed since the last one that was taken
   */
  private record Place(int element, int count, int index, boolean hasPassed) {}

  /**
   * Where there is another way.
   *
   * @param taken how many rows there were
   * @param isMore whether it is to take another row, or to leave the element
   */
  private record Choice(Place place, int taken, boolean isMore) {}

  Search(Matching matching, Candidates rows) {
    this.matching = matching;
    this.elements = matching.elements();
    this.isForgetful = elements.stream().allMatch(element -> element.among().isEmpty());
    this.rows = rows;
  }

  /** Whether a match begins at this row; then it is the one that is asked about. */
  boolean from(int index) {
    taken.clear();
    choices.clear();
    seen.clear();
    isOpen = false;
    begin = index;
    end = rows.countBefore(index, rows.end(rows.get(index)));
    place = new Place(0, 0, index, false);
    boolean isAlive = true;
    while (isAlive) {
      if (place.element == elements.size()) {
        if (!taken.isEmpty() && !isSpoiled()) {
          return true;
        }
        isAlive = back();
      } else {
        isAlive = (isNew() && on()) || back();
      }
    }
    return false;
  }

  /**
   * If only single rows matter, a place that was left once leads to nothing whatever the way to it.
   */
  private boolean isNew() {
    if (!isForgetful) {
      return true;
    }
    Matching.Element element = elements.get(place.element);
    int most = element.max() == Integer.MAX_VALUE ? element.min() : place.count;
    return seen.add(
        new Place(place.element, Math.min(place.count, most), place.index, place.hasPassed));
  }

  private boolean on() {
    Matching.Element element = elements.get(place.element);
    boolean canLeave = place.count >= element.min() && !place.hasPassed;
    Choice other = new Choice(place, taken.size(), !element.isGreedy());
    if (canLeave && !element.isGreedy()) {
      choices.push(other);
      leave();
      return true;
    }
    if (more()) {
      if (canLeave) {
        choices.push(other);
      }
      return true;
    }
    if (canLeave) {
      leave();
    }
    return canLeave;
  }

  private void leave() {
    place = new Place(place.element + 1, 0, place.index, false);
  }

  /** Takes the next row, or passes it; false if neither can be. */
  private boolean more() {
    Matching.Element element = elements.get(place.element);
    if (place.count >= element.max()) {
      return false;
    }
    if (place.index >= end) {
      isOpen = true;
      return false;
    }
    Candidate row = rows.get(place.index);
    if (isTaken(element, row)) {
      place = new Place(place.element, place.count + 1, place.index + 1, false);
      return true;
    }
    boolean isPassed =
        place.index > begin && element.passing().filter(each -> isTrue(each, row)).isPresent();
    if (isPassed) {
      place = new Place(place.element, place.count, place.index + 1, true);
    }
    return isPassed;
  }

  /** Whether a row is of the element; it stays taken if it is. */
  private boolean isTaken(Matching.Element element, Candidate row) {
    if (!isTrue(element.condition(), row)) {
      return false;
    }
    taken.add(new Taken(row, place.element));
    if (element.among().isEmpty() || element.among().get().holds(this)) {
      return true;
    }
    taken.remove(taken.size() - 1);
    return false;
  }

  private static boolean isTrue(Expression condition, Candidate row) {
    return Boolean.TRUE.equals(condition.of(row.row()));
  }

  /** Goes the last other way that there is. */
  private boolean back() {
    while (!choices.isEmpty()) {
      Choice choice = choices.pop();
      taken.subList(choice.taken, taken.size()).clear();
      place = choice.place;
      if (!choice.isMore) {
        leave();
        return true;
      }
      if (more()) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a row behind that must not be there. */
  private boolean isSpoiled() {
    if (matching.absent().isEmpty()) {
      return false;
    }
    for (int i = place.index; i < end; i++) {
      if (isTrue(matching.absent().get(), rows.get(i))) {
        return true;
      }
    }
    isOpen = true;
    return false;
  }

  /** Whether rows that come behind those that there are could make it another match. */
  boolean isOpen() {
    return isOpen;
  }

  Candidate lastTaken() {
    return taken.get(taken.size() - 1).row;
  }

  /** The index of the first row behind the match. */
  int next() {
    return place.index;
  }

  @Override
  public List<Tuple> rows() {
    return taken.stream().map(each -> each.row.opened()).toList();
  }

  @Override
  public Tuple last() {
    return lastTaken().opened();
  }

  @Override
  public List<Tuple> rows(int element) {
    return taken.stream()
        .filter(each -> each.element == element)
        .map(each -> each.row.opened())
        .toList();
  }
}

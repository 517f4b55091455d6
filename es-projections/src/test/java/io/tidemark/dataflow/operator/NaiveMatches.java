package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Matching.Element;
import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matches, looked for from the first row on as a pattern is read, one way after the other. */
final class NaiveMatches {
  private final Plan.Matches plan;
  private final Matching matching;
  private final List<NaivePlan.Arrival> arrivals;

  /** A match, and when it is certain. */
  record Match(Tuple row, long due) {}

  /** A row with its number among those of its group. */
  private record Numbered(long number, Tuple row) {}

  /** A row of a match; which element it is of. */
  private record Taken(Numbered row, int element) {}

  NaiveMatches(Plan.Matches plan, List<NaivePlan.Arrival> arrivals) {
    this.plan = plan;
    this.matching = plan.matching();
    this.arrivals = arrivals;
  }

  List<Match> all() {
    Map<Tuple, List<Numbered>> groups = new LinkedHashMap<>();
    Map<Tuple, Integer> counts = new LinkedHashMap<>();
    for (NaivePlan.Arrival each : arrivals) {
      if (each.row().get(matching.time()) != null) {
        Tuple group = Tuple.of(plan.groups().stream().map(each.row()::get).toArray());
        int count = counts.merge(group.plus(each.position()), 1, Integer::sum);
        groups
            .computeIfAbsent(group, key -> new ArrayList<>())
            .add(new Numbered(each.position() * (1 << 20) + count - 1, each.row()));
      }
    }
    List<Match> matches = new ArrayList<>();
    groups.forEach(
        (group, rows) -> {
          rows.sort(Comparator.comparing(this::time).thenComparing(Numbered::number));
          int begin = 0;
          while (begin < rows.size()) {
            Attempt attempt = new Attempt(within(rows, begin));
            Optional<List<Taken>> found = attempt.on(List.of(), 0, 0, 0, false);
            found.ifPresent(taken -> matches.add(match(group, taken, attempt.isOpen)));
            begin += matching.isOverlapping() ? 1 : found.map(attempt::rows).orElse(1);
          }
        });
    return matches;
  }

  private List<Numbered> within(List<Numbered> rows, int begin) {
    Instant end = end(rows.get(begin));
    return rows.subList(begin, rows.size()).stream()
        .takeWhile(row -> time(row).isBefore(end))
        .toList();
  }

  private Instant time(Numbered row) {
    return (Instant) row.row.get(matching.time());
  }

  private Instant end(Numbered first) {
    return time(first).plus(matching.within(), ChronoUnit.MICROS);
  }

  private Match match(Tuple group, List<Taken> taken, boolean isOpen) {
    Numbered first = taken.get(0).row;
    Instant last = time(taken.get(taken.size() - 1).row);
    Tuple place =
        Tuple.of(first.number, time(first), matching.absent().isPresent() ? end(first) : last);
    Object[] measures =
        matching.measures().stream().map(measure -> measure.of(matched(taken))).toArray();
    Instant due = isOpen ? end(first) : last;
    return new Match(
        group.plus(place).plus(Tuple.of(measures)), ChronoUnit.MICROS.between(Instant.EPOCH, due));
  }

  private Matching.Matched matched(List<Taken> taken) {
    return new Matching.Matched() {
      @Override
      public List<Tuple> rows() {
        return taken.stream().map(each -> matching.opening().apply(each.row.row)).toList();
      }

      @Override
      public Tuple last() {
        List<Tuple> all = rows();
        return all.get(all.size() - 1);
      }

      @Override
      public List<Tuple> rows(int element) {
        return taken.stream()
            .filter(each -> each.element == element)
            .map(each -> matching.opening().apply(each.row.row))
            .toList();
      }
    };
  }

  /** From one row on. */
  private final class Attempt {
    private final List<Numbered> rows;
    private boolean isOpen;

    Attempt(List<Numbered> rows) {
      this.rows = rows;
    }

    private int rows(List<Taken> taken) {
      return rows.indexOf(taken.get(taken.size() - 1).row) + 1;
    }

    private Optional<List<Taken>> on(
        List<Taken> taken, int number, int count, int index, boolean hasPassed) {
      if (number == matching.elements().size()) {
        return accepted(taken, index);
      }
      Element element = matching.elements().get(number);
      boolean canLeave = count >= element.min() && !hasPassed;
      if (canLeave && !element.isGreedy()) {
        return on(taken, number + 1, 0, index, false).or(() -> more(taken, number, count, index));
      }
      return more(taken, number, count, index)
          .or(
              () ->
                  canLeave
                      ? on(taken, number + 1, 0, index, false)
                      : Optional.<List<Taken>>empty());
    }

    private Optional<List<Taken>> more(List<Taken> taken, int number, int count, int index) {
      Element element = matching.elements().get(number);
      if (count == element.max()) {
        return Optional.empty();
      }
      if (index == rows.size()) {
        isOpen = true;
        return Optional.empty();
      }
      Numbered row = rows.get(index);
      List<Taken> with = new ArrayList<>(taken);
      with.add(new Taken(row, number));
      if (is(element.condition().of(row.row))
          && element.among().map(each -> each.holds(matched(with))).orElse(true)) {
        return on(with, number, count + 1, index + 1, false);
      }
      boolean isPassed =
          !taken.isEmpty() && element.passing().map(each -> is(each.of(row.row))).orElse(false);
      return isPassed ? on(taken, number, count, index + 1, true) : Optional.empty();
    }

    private Optional<List<Taken>> accepted(List<Taken> taken, int index) {
      if (matching.absent().isPresent() && !taken.isEmpty()) {
        for (Numbered row : rows.subList(index, rows.size())) {
          if (is(matching.absent().get().of(row.row))) {
            return Optional.empty();
          }
        }
        isOpen = true;
      }
      return taken.isEmpty() ? Optional.empty() : Optional.of(taken);
    }

    private static boolean is(Object value) {
      return Boolean.TRUE.equals(value);
    }
  }
}

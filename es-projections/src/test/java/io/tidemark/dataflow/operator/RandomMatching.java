package io.tidemark.dataflow.operator;

import io.tidemark.dataflow.Expression;
import io.tidemark.dataflow.Matching;
import io.tidemark.dataflow.Windowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What to look for by chance, by the numbers in rows. */
record RandomMatching(Random random, RandomPlans.Typed input, Windowing.Clock clock) {

  /** Whether the numbers of an element, that of the row being the last, come to at most so much. */
  private record AtMost(int element, int column, long most) implements Matching.Condition {
    @Override
    public boolean holds(Matching.Matched matched) {
      return matched.rows(element).stream()
              .map(row -> row.get(column))
              .filter(Objects::nonNull)
              .mapToLong(Long.class::cast)
              .sum()
          <= most;
    }
  }

  Matching of(int time) {
    List<Matching.Element> elements = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    int certain = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      elements.add(element(i == certain ? 1 : 0, i));
    }
    int column = column();
    int element = random.nextInt(count);
    List<Matching.Measure> measures =
        List.of(
            matched -> (long) matched.rows().size(),
            matched -> (long) matched.rows(element).size(),
            matched -> matched.last().get(column));
    return new Matching(
        time,
        elements,
        random.nextInt(3) == 0 ? Optional.of(condition()) : Optional.empty(),
        1 + random.nextInt(12),
        random.nextBoolean(),
        clock,
        row -> row.plus(1L),
        measures);
  }

  private Matching.Element element(int least, int index) {
    int min = least + random.nextInt(2);
    int max = random.nextBoolean() ? Integer.MAX_VALUE : Math.max(1, min) + random.nextInt(2);
    Optional<Matching.Condition> among =
        random.nextInt(4) == 0
            ? Optional.of(new AtMost(random.nextInt(index + 1), column(), random.nextInt(5)))
            : Optional.empty();
    Optional<Expression> passing =
        switch (random.nextInt(3)) {
          case 0 -> Optional.of(row -> true);
          case 1 -> Optional.of(condition());
          default -> Optional.empty();
        };
    return new Matching.Element(condition(), among, min, max, random.nextBoolean(), passing);
  }

  /** True of most rows, so that long matches are found too. */
  private Expression condition() {
    return random.nextInt(3) == 0
        ? row -> true
        : new RandomPlans.Divisible(column(), 2 + random.nextInt(2));
  }

  private int column() {
    List<Integer> columns =
        IntStream.range(0, input.types().length())
            .filter(index -> input.types().charAt(index) == 'L')
            .boxed()
            .toList();
    return columns.get(random.nextInt(columns.size()));
  }
}

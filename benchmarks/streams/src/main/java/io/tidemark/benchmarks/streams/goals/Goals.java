package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.measure.Numbers;
import io.tidemark.benchmarks.measure.Options;
import io.tidemark.benchmarks.measure.Rounds;
import io.tidemark.benchmarks.measure.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures all goals, one after the other. */
public final class Goals {
  private Goals() {}

  /** In the order of their names. */
  static List<Goal> all() {
    return List.of(
        new SlidingLengths(),
        new LateEvents(),
        new RowDelays(),
        new Restart(),
        new Statements(),
        new PointInHistory(),
        new Verifying());
  }

  /** The names of all. */
  public static List<String> names() {
    return all().stream().map(Goal::name).toList();
  }

  /**
   * Measures.
   *
   * @param only the names of those that are measured
   * @param events how many there are where nothing speaks against it
   */
  public static Table measure(
      Database database, Options options, Predicate<String> only, int events) throws Exception {
    Table table =
        new Table("goal", "measured", "unit", "median", "min..max", "of its baseline", "aim");
    for (Goal each : all()) {
      if (only.test(each.name())) {
        try (Goal goal = each) {
          measure(goal, new Lab(database, events), options, table);
        }
      }
    }
    return table;
  }

  private static void measure(Goal goal, Lab lab, Options options, Table table) throws Exception {
    List<Side> sides = goal.sides(lab);
    List<List<List<Double>>> measured =
        sides.stream().<List<List<Double>>>map(side -> new ArrayList<>()).toList();
    Rounds.run(
        options,
        lab.database(),
        sides.size(),
        (i, counts) -> {
          List<Double> figures = sides.get(i).measure().run();
          System.err.printf(
              "%s%s, %s: %s%n",
              goal.name(), counts ? "" : " (warm-up)", sides.get(i).name(), figures);
          if (counts) {
            measured.get(i).add(figures);
          }
        });
    table.row("**" + goal.name() + "**", goal.title(), "", "", "", "", "");
    for (int i = 0; i < sides.size(); i++) {
      for (int figure = 0; figure < sides.get(i).figures().size(); figure++) {
        table.row(row(sides, measured, i, figure));
      }
    }
  }

  private static String[] row(
      List<Side> sides, List<List<List<Double>>> measured, int i, int figure) {
    Side side = sides.get(i);
    Side.Figure of = side.figures().get(figure);
    List<Double> values = values(measured.get(i), figure);
    double median = Numbers.median(values);
    return Stream.of(
            "",
            side.name(),
            of.unit(),
            Numbers.text(median, of.decimals()),
            Numbers.text(values.stream().min(Double::compare).orElseThrow(), of.decimals())
                + ".."
                + Numbers.text(values.stream().max(Double::compare).orElseThrow(), of.decimals()),
            side.baseline() == null
                ? ""
                : Numbers.text(
                    median
                        / Numbers.median(
                            values(measured.get(sides.indexOf(side.baseline())), figure)),
                    2),
            of.aim())
        .toArray(String[]::new);
  }

  private static List<Double> values(List<List<Double>> rounds, int figure) {
    return rounds.stream().map(each -> each.get(figure)).toList();
  }
}

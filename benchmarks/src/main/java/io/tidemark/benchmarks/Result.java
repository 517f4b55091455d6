package io.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison measured.
 *
 * @param work what was done
 * @param contenders who did it, baselines first
 * @param baselines how many of them are baselines
 * @param rates per contender, its rate in each round
 */
record Result(String work, List<Contender> contenders, int baselines, List<List<Double>> rates) {
  static final String HEADER =
      """
      | work | contender | median/s | min..max | of the baseline | aim |
      |---|---|--:|--:|--:|--:|
      """;

  /** Its rows of the Markdown table. */
  String rows() {
    int baseline = bestBaseline();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      List<Double> own = rates.get(i);
      double ratio = median(ratios(own, rates.get(baseline)));
      String aim =
          contender.aim().isPresent() ? "≥ " + number(contender.aim().getAsDouble(), 1) : "";
      rows.append(
          "| %s | %s | %s | %s..%s | %s | %s |%n"
              .formatted(
                  i == 0 ? work : "",
                  contender.name(),
                  number(median(own), 0),
                  number(own.stream().min(Double::compare).orElseThrow(), 0),
                  number(own.stream().max(Double::compare).orElseThrow(), 0),
                  i == baseline ? "baseline" : number(ratio, 2),
                  aim));
    }
    return rows.toString();
  }

  private int bestBaseline() {
    int best = 0;
    for (int i = 1; i < baselines; i++) {
      if (median(rates.get(i)) > median(rates.get(best))) {
        best = i;
      }
    }
    return best;
  }

  private static List<Double> ratios(List<Double> rates, List<Double> baseline) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rates.size(); round++) {
      ratios.add(rates.get(round) / baseline.get(round));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String number(double value, int decimals) {
    return String.format(
        Locale.ROOT, "%,." + (value < 10 ? Math.max(decimals, 1) : decimals) + "f", value);
  }
}

package io.tidemark.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison measured.
 *
 * @param work what was done
 * @param contenders who did it, baselines first
 * @param baselines how many of them are baselines
 * @param rates per contender, its rate in each round
 */
public record Result(
    String work, List<Contender> contenders, int baselines, List<List<Double>> rates) {
  static final String HEADER =
      """
      | work | contender | median/s | min..max | of the baseline | aim |
      |---|---|--:|--:|--:|--:|
      """;

  /** The median of one contender. */
  public double median(int contender) {
    return Numbers.median(rates.get(contender));
  }

  /** Its rows of the Markdown table. */
  String rows() {
    int baseline = bestBaseline();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      List<Double> own = rates.get(i);
      double ratio = Numbers.median(ratios(own, rates.get(baseline)));
      String aim =
          contender.aim().isPresent() ? "≥ " + Numbers.text(contender.aim().getAsDouble(), 1) : "";
      rows.append(
          "| %s | %s | %s | %s..%s | %s | %s |%n"
              .formatted(
                  i == 0 ? work : "",
                  contender.name(),
                  Numbers.text(Numbers.median(own), 0),
                  Numbers.text(own.stream().min(Double::compare).orElseThrow(), 0),
                  Numbers.text(own.stream().max(Double::compare).orElseThrow(), 0),
                  i == baseline ? "baseline" : Numbers.text(ratio, 2),
                  aim));
    }
    return rows.toString();
  }

  private int bestBaseline() {
    int best = 0;
    for (int i = 1; i < baselines; i++) {
      if (Numbers.median(rates.get(i)) > Numbers.median(rates.get(best))) {
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
}

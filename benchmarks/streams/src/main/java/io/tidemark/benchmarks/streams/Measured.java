package io.tidemark.benchmarks.streams;

import io.tidemark.benchmarks.measure.Numbers;
import java.util.ArrayList;
import java.util.List;

/** What the runs of one contender at one work came to. Not thread-safe. */
final class Measured {
  private final Contender contender;
  private final Workload work;
  private final List<Double> rates = new ArrayList<>();
  private int events;
  private boolean isWrong;
  private String failure = "";

  Measured(Contender contender, Workload work) {
    this.contender = contender;
    this.work = work;
  }

  Contender contender() {
    return contender;
  }

  /** Of a run that counts. */
  void add(OneRun run) {
    rates.add(run.perSecond());
    events = run.events();
  }

  /** Its rows were not those of the plain fold. */
  void isWrong() {
    isWrong = true;
  }

  /** Whether they were not, and should have been. */
  boolean isUnexpected() {
    return isWrong && contender.isRight(work);
  }

  /** It ended, and has no further turn. */
  void failed(Exception e) {
    failure = e.toString();
  }

  boolean hasFailed() {
    return !failure.isEmpty();
  }

  boolean hasRates() {
    return !rates.isEmpty();
  }

  double median() {
    return Numbers.median(rates);
  }

  /**
   * A row of the table.
   *
   * @param fold the plain fold
   * @param replay the replay alone, if it was measured
   * @param all how many events there are
   */
  String[] row(Measured fold, Measured replay, int all) {
    if (!hasRates()) {
      return new String[] {contender.name(), failure, "", "", "", "", ""};
    }
    return new String[] {
      contender.name(),
      note(all),
      Numbers.text(median(), 0),
      Numbers.text(rates.stream().min(Double::compare).orElseThrow(), 0)
          + ".."
          + Numbers.text(rates.stream().max(Double::compare).orElseThrow(), 0),
      share(fold),
      share(replay),
      aim()
    };
  }

  private String note(int all) {
    List<String> notes = new ArrayList<>();
    if (events < all) {
      notes.add("the first %,d events".formatted(events));
    }
    if (isWrong) {
      notes.add("**other rows**");
    }
    if (hasFailed()) {
      notes.add(failure);
    }
    return String.join(", ", notes);
  }

  private String share(Measured of) {
    return of.hasRates() ? Numbers.text(median() / of.median(), 3) : "";
  }

  private String aim() {
    if (contender.aim(work).isEmpty()) {
      return "";
    }
    String of = contender.against() == Contender.Against.REPLAY ? "replay" : "fold";
    return "≥ %s of the %s".formatted(Numbers.text(contender.aim(work).getAsDouble(), 2), of);
  }

  /** For the table of all works: in thousands a second, and the share of the plain fold. */
  String summary(Measured fold) {
    if (!hasRates()) {
      return hasFailed() ? "failed" : "";
    }
    String share = fold.hasRates() ? " (" + Numbers.text(median() / fold.median(), 3) + ")" : "";
    return Numbers.text(median() / 1_000, 0) + share + (isWrong ? " **other rows**" : "");
  }
}

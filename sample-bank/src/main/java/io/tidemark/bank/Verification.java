package io.tidemark.bank;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.bank.readmodel.ReadModels;
import io.tidemark.projection.Projection;
import io.tidemark.replay.Replays;
import io.tidemark.replay.RowDifference;
import io.tidemark.replay.VerificationReport;
import io.tidemark.store.LogGapException;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Verifies the log, and each read model against a fresh replay of it. */
public record Verification(Bank bank) {

  /**
   * Runs all checks.
   *
   * @param progress told up to which position the log has been checked
   */
  public List<Check> run(LongConsumer progress) {
    bank.catchUp();
    List<Check> checks = new ArrayList<>(log(progress));
    for (Projection<?, ?> projection : ReadModels.PROJECTIONS) {
      checks.add(readModel(Replays.of(bank.projections()).verify(projection)));
    }
    return checks;
  }

  private List<Check> log(LongConsumer progress) {
    LogCheck check = new LogCheck();
    LogQuery all = LogQuery.all().until(AsOf.position(bank.store().head()));
    try (Stream<RecordedEvent> events = bank.store().readAll(all)) {
      events.forEach(
          event -> {
            check.add(event);
            progress.accept(event.position());
          });
    } catch (LogGapException e) {
      check.fail(e.expected(), e.actual());
    }
    return check.results();
  }

  private static Check readModel(VerificationReport report) {
    String name = report.projection() + " equals a fresh replay";
    if (report.isClean()) {
      String detail = "%,d rows at position %,d".formatted(report.rows(), report.position());
      return new Check(name, true, detail);
    }
    RowDifference first = report.examples().get(0);
    return new Check(
        name,
        false,
        "%,d rows differ; the first is %s: expected %s, actual %s"
            .formatted(
                report.differences(),
                first.key(),
                first.expected().map(Object::toString).orElse("no row"),
                first.actual().map(Object::toString).orElse("no row")));
  }
}

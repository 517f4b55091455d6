package io.tidemark.admin;

import io.tidemark.projection.EventTally;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.Replays;
import io.tidemark.replay.VerificationReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.verify.Check;
import io.tidemark.verify.LogCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Verifies a log, and each read model against a fresh replay of it. */
record SystemVerification(
    EventStore store, PostgresProjections readModels, List<ReadModelDefinition<?, ?>> projections) {

  /**
   * Brings the read models to the head that the log has now, but for those that are paused, and
   * runs all checks.
   *
   * @param progress told up to which position the log has been checked
   */
  List<Check> run(LongConsumer progress) {
    projections.forEach(this::catchUp);
    Replays replays = Replays.of(readModels);
    List<Check> checks = new ArrayList<>(LogCheck.run(store, progress));
    for (ReadModelDefinition<?, ?> projection : projections) {
      checks.add(check(replays.verify(projection), new RowText(projection)));
    }
    return checks;
  }

  /** One that was told to wait is verified where it is. */
  private void catchUp(ReadModelDefinition<?, ?> projection) {
    if (readModels.status(projection).state() != SubscriberState.PAUSED) {
      readModels.catchUp(projection);
    }
  }

  private static Check check(VerificationReport report, RowText rows) {
    String name = report.projection() + " equals a fresh replay";
    if (report.isClean()) {
      String detail = "%s at position %,d".formatted(rows(report.rows()), report.position());
      return new Check(name, true, detail);
    }
    if (report.differences() == 0) {
      return new Check(
          name,
          false,
          "the rows are right, but %,d changes were handled where the log has %,d"
              .formatted(
                  report.handled().orElse(EventTally.NONE).count(), report.expected().count()));
    }
    RowDifference first = report.examples().get(0);
    return new Check(
        name,
        false,
        "%s; the first is %s: %s by the replay"
            .formatted(
                report.differences() == 1
                    ? "1 row differs"
                    : "%,d rows differ".formatted(report.differences()),
                rows.key(first),
                rows.change(first.actual(), first.expected())));
  }

  private static String rows(long count) {
    return count == 1 ? "1 row" : "%,d rows".formatted(count);
  }
}

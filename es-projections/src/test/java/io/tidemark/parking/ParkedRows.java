package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.EventTally;
import io.tidemark.projection.Projection;
import io.tidemark.projection.checkpoint.StoredCheckpoint;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.Slot;
import java.util.List;
import java.util.stream.Stream;

/** What is kept of a projection that parks. */
public final class ParkedRows {
  private ParkedRows() {}

  /** Neither in the table nor in the count that spares asking it. */
  public static void assertNothingWaits(ProjectionLab lab, Projection<?, ?> projection) {
    assertThat(Parking.of(lab.projections()).count(projection).parked()).isZero();
    assertThat(checkpoints(lab, projection)).allMatch(stored -> stored.parked() == 0);
  }

  /** What the checkpoints say was handled. */
  public static EventTally handled(ProjectionLab lab, Projection<?, ?> projection) {
    return checkpoints(lab, projection).stream()
        .map(stored -> stored.handled().orElseThrow())
        .reduce(EventTally.NONE, EventTally::plus);
  }

  /** What the log says is to be handled. */
  public static EventTally tally(ProjectionLab lab, Projection<?, ?> projection) {
    try (Stream<RecordedEvent> events = lab.store().readAll(projection.query())) {
      return projection.batch(events.toList()).tally();
    }
  }

  /** The database takes back every transaction by which a row of trails gets so many events. */
  static void refuseAtTheCommit(ProjectionLab lab, int count) {
    lab.jdbc()
        .update(
            "create function tidemark.few() returns trigger language plpgsql as $$ begin"
                + " if new.count >= %d then raise check_violation; end if; return null; end $$"
                    .formatted(count));
    lab.jdbc()
        .update(
            "create constraint trigger few after insert or update on tidemark.trails"
                + " deferrable initially deferred for each row execute function tidemark.few()");
  }

  static void refuseNoMore(ProjectionLab lab) {
    lab.jdbc().update("drop trigger few on tidemark.trails");
  }

  /** Of all shards. */
  public static List<StoredCheckpoint> checkpoints(ProjectionLab lab, Projection<?, ?> projection) {
    return lab.jdbc()
        .inSession(
            session ->
                lab.projections()
                    .schema()
                    .checkpoints()
                    .all(session, projection.name(), Slot.SERVING)
                    .all());
  }
}

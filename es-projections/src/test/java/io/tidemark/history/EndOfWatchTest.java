package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.parking.Parking;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.subscription.LogRewoundException;
import io.tidemark.testdatabase.Processes;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A watch that cannot know any more what becomes of rows ends with the reason. */
class EndOfWatchTest {
  private static final Projection<String, Trail> KEPT =
      Trails.byStream("kept", Trails.nothing()).withHistory().onFailure(FailurePolicy.STOP);

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void tells_nothing_of_rows_while_some_wait() throws Exception {
    Projection<String, Trail> parks = Trails.byStream("kept", Trails.at(Set.of(12L))).withHistory();
    Trails.append(lab.store(), 5, 20);
    lab.projections().catchUp(parks);
    Trail waits = lab.asking().of(KEPT).find("a1").orElseThrow();
    Watcher<String, Trail> watcher = watch();
    Trails.append(lab.store(), 5, 20);
    lab.projections().catchUp(KEPT);

    Processes.await("end", () -> watcher.error() instanceof HistoryLostException);
    assertThat(watcher.error()).hasMessageContaining("events wait for some of them");
    assertThat(lab.asking().of(KEPT).find("a1")).contains(waits);
    assertThat(watcher.seen()).isEmpty();

    Parking.of(lab.projections()).redrive(KEPT);
    Watcher<String, Trail> next = watch();
    Trails.move(lab.store(), "a1");
    lab.projections().catchUp(KEPT);
    Processes.await("change", () -> next.seen().size() == 1);
    assertThat(next.seen().peek().after()).isEqualTo(lab.asking().of(KEPT).find("a1"));
  }

  @Test
  void is_told_of_a_log_that_was_rewound_and_has_grown_again() throws Exception {
    Trails.append(lab.store(), 2, 10);
    lab.projections().catchUp(KEPT);
    Watcher<String, Trail> watcher = watch();
    rewind();
    Trails.append(lab.store(), 3, 8); // further than it was

    lab.replays().rebuild(KEPT, progress -> {});

    Processes.await("end", () -> watcher.error() instanceof LogRewoundException);
    assertThat(watcher.seen()).isEmpty();
  }

  @Test
  void is_told_of_a_log_that_was_rewound_and_stays_shorter() throws Exception {
    Trails.append(lab.store(), 2, 10);
    lab.projections().catchUp(KEPT);
    Watcher<String, Trail> watcher = watch();

    rewind();

    Processes.await("end", () -> watcher.error() instanceof LogRewoundException);
    assertThat(watcher.error()).hasMessageContaining("actual no event");
  }

  /** As a failover does that loses what the replica did not have. */
  private void rewind() {
    lab.jdbc().update("delete from tidemark.events where position > 6");
  }

  private Watcher<String, Trail> watch() throws InterruptedException {
    return Watcher.ofAll(lab.asking().of(KEPT));
  }
}

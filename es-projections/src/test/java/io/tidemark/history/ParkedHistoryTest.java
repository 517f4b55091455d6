package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.parking.Parking;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Filter;
import io.tidemark.store.Direction;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** History of rows that wait behind an event which their fold refuses. */
class ParkedHistoryTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_row_that_waits_is_explained_alike_by_its_versions_and_by_a_replay() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> kept =
        Trails.byStream("kept", Trails.at(Set.of(12L))).withHistory();
    Projection<String, Trails.Trail> plain = Trails.byStream("plain", Trails.at(Set.of(12L)));
    lab.projections().catchUp(kept);
    lab.projections().catchUp(plain);
    String waits = Parking.of(lab.projections()).list(plain).get(0).key();

    Explanation<Trails.Trail> byHistory =
        lab.asking().of(kept).explain(waits, Direction.FORWARD, 100);
    Explanation<Trails.Trail> byReplay =
        lab.asking().of(plain).explain(waits, Direction.FORWARD, 100);

    assertThat(byReplay.origin().source()).isEqualTo(RowOrigin.Source.REPLAY);
    assertThat(byReplay.revisions()).isEqualTo(byHistory.revisions()).hasSizeBetween(1, 9);
  }

  @Test
  void as_of_any_position_history_and_a_replay_agree_before_and_after_a_redrive() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> kept =
        Trails.byStream("kept", Trails.at(Set.of(12L, 23L))).withHistory();
    lab.projections().catchUp(kept);
    assertHistoryIsTrueToTheLog(kept);
    assertThat(lab.asking().asOf(AsOf.position(50)).of(kept).origin().reason())
        .contains("some of its rows lack events that wait, which a replay would try again");

    Projection<String, Trails.Trail> mended =
        Trails.byStream("kept", Trails.nothing()).withHistory();
    Parking.of(lab.projections()).redrive(mended);
    assertHistoryIsTrueToTheLog(mended);
    assertThat(lab.asking().asOf(AsOf.position(50)).of(mended).origin().reason()).isEmpty();
  }

  private void assertHistoryIsTrueToTheLog(Projection<String, Trails.Trail> projection) {
    for (long position = 1; position <= lab.store().head(); position++) {
      var rows = lab.asking().asOf(AsOf.position(position)).of(projection);
      assertThat(rows.origin().source()).isEqualTo(RowOrigin.Source.HISTORY);
      assertThat(rows.findAll())
          .as("position %d", position)
          .containsExactlyElementsOf(
              LiveProjection.of(projection, lab.store()).rows(AsOf.position(position)).values());
    }
  }

  @Test
  void rows_that_may_wait_are_not_watched() {
    Projection<String, Trails.Trail> kept = Trails.byStream("kept", Trails.nothing()).withHistory();

    assertThatThrownBy(() -> lab.asking().of(kept).watch(Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a projection that stops at an event it cannot handle");
  }
}

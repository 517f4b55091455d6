package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.RebuildOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedRebuildTest {
  private final ProjectionLab lab = new ProjectionLab();
  private final Parking parking = Parking.of(lab.projections());

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void parks_for_itself_and_what_it_has_parked_serves_with_its_rows() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> before = Trails.byStream("trails", Trails.at(Set.of(12L)));
    Projection<String, Trails.Trail> after = Trails.byStream("trails", Trails.at(Set.of(13L, 14L)));
    lab.projections().catchUp(before);

    lab.replays()
        .rebuild(
            after,
            progress ->
                assertThat(parking.list(before)).extracting(ParkedEvent::key).containsOnly("a1"));

    assertThat(parking.list(after)).extracting(ParkedEvent::key).containsOnly("a2", "a3");
    assertThat(ParkedRows.checkpoints(lab, after).get(0).parked()).isEqualTo(16);
    assertThat(lab.stored(after))
        .containsExactlyElementsOf(
            Trails.expected(lab.store(), FailurePolicy.PARK, Trails.at(Set.of(13L, 14L))));
    Trails.append(lab.store(), 5, 5);
    lab.projections().catchUp(after);
    lab.assertTrueToTheLog(after);

    Projection<String, Trails.Trail> mended = Trails.byStream("trails", Trails.nothing());
    assertThat(parking.redrive(mended)).isEqualTo(new RedriveReport(18, 0));
    lab.assertTrueToTheLog(mended);
    assertThat(ParkedRows.handled(lab, mended)).isEqualTo(ParkedRows.tally(lab, mended));
  }

  @Test
  void one_that_was_cut_off_or_begun_anew_parks_nothing_twice() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> trails = Trails.byStream("trails", Trails.at(Set.of(12L)));
    Projection<String, Trails.Trail> mended = Trails.byStream("trails", Trails.nothing());
    lab.projections().catchUp(mended);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> lab.replays().rebuild(trails, progress -> cutOff(progress.position())))
          .hasMessage("cut off");
      assertThat(parking.list(mended)).isEmpty();
    }
    // Rows of other columns: what was begun is of no use.
    lab.jdbc().update("update tidemark.projections set definition = 'x' where slot = 'rebuild'");

    lab.replays().rebuild(trails, progress -> {});

    assertThat(parking.count(trails).parked()).isEqualTo(8);
    assertThat(ParkedRows.checkpoints(lab, trails).get(0).parked()).isEqualTo(8);
  }

  @Test
  void what_waited_for_the_rows_of_before_waits_for_them_again_after_a_roll_back() {
    Trails.append(lab.store(), 5, 50);
    Projection<String, Trails.Trail> before = Trails.byStream("trails", Trails.at(Set.of(12L)));
    Projection<String, Trails.Trail> after = Trails.byStream("trails", Trails.at(Set.of(13L)));
    lab.projections().catchUp(before);
    List<ParkedEvent> waited = parking.list(before);
    lab.replays().rebuild(after, progress -> {});
    assertThat(parking.list(after)).extracting(ParkedEvent::key).containsOnly("a2");

    lab.replays().rollBack(before);

    assertThat(parking.list(before)).isEqualTo(waited);
    assertThat(ParkedRows.checkpoints(lab, before).get(0).parked()).isEqualTo(waited.size());
    lab.assertTrueToTheLog(before);
    lab.replays().rollBack(after);
    assertThat(parking.list(after)).extracting(ParkedEvent::key).containsOnly("a2");
  }

  @Test
  void a_roll_back_by_code_that_stops_lets_no_event_overtake_one_that_waits() {
    Trails.append(lab.store(), 5, 20);
    Projection<String, Trails.Trail> parks = Trails.byStream("trails", Trails.at(Set.of(12L)));
    Projection<String, Trails.Trail> stops =
        Trails.byStream("trails", Trails.nothing()).onFailure(FailurePolicy.STOP);
    lab.projections().catchUp(parks);
    lab.replays().rebuild(stops, progress -> {});
    Trails.append(lab.store(), 5, 20);

    lab.replays().rollBack(stops);

    assertThat(parking.list(stops)).hasSize(6).extracting(ParkedEvent::key).containsOnly("a1");
    assertThat(parking.redrive(stops)).isEqualTo(new RedriveReport(6, 0));
    lab.assertTrueToTheLog(stops);
  }

  @Test
  void one_that_was_begun_by_code_that_parks_goes_on_by_code_that_stops_and_lets_none_overtake() {
    Trails.append(lab.store(), 5, 20);
    Projection<String, Trails.Trail> parks = Trails.byStream("trails", Trails.at(Set.of(12L)));
    Projection<String, Trails.Trail> stops =
        Trails.byStream("trails", Trails.nothing()).onFailure(FailurePolicy.STOP);
    lab.projections().catchUp(stops);
    lab.replays().rebuild(parks, RebuildOptions.defaults().withoutSwitch(), progress -> {});
    Trails.append(lab.store(), 5, 20);

    lab.replays().switchOver(stops);

    assertThat(parking.redrive(stops)).isEqualTo(new RedriveReport(6, 0));
    lab.assertTrueToTheLog(stops);
  }

  private static void cutOff(long position) {
    if (position >= 50) {
      throw new IllegalStateException("cut off");
    }
  }
}

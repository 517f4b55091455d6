package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that wait and of which rows come that the table refuses. */
class RefusedRowsTest {
  record Seat(String key, String holder) {}

  private final ProjectionLab lab = new ProjectionLab();
  private final Parking parking = Parking.of(lab.projections());

  @AfterEach
  void close() {
    lab.close();
  }

  /** Who holds a seat is whoever opened it last. */
  private static Projection<String, Seat> seats(boolean isMended) {
    return Projection.named("seats", Seat.class, Seat::key)
        .from("account", Accounts.CODEC)
        .keyedByStream()
        .fold(
            (row, event, recorded) -> {
              if (!isMended && !recorded.stream().key().equals("a")) {
                throw new IllegalStateException("not yet");
              }
              return new Seat(recorded.stream().key(), ((Accounts.Opened) event).owner());
            })
        .uniqueBy(Seat::holder)
        .onFailure(FailurePolicy.PARK);
  }

  private void opened(String seat, String holder) {
    Accounts.append(lab.store(), seat, new Accounts.Opened(holder));
  }

  @Test
  void one_that_is_not_unique_keeps_no_other_from_being_redriven() {
    opened("a", "Ann");
    opened("b", "Ann"); // of a page at once only what comes of it is written
    opened("b", "Ben");
    IntStream.range(0, 40).forEach(i -> opened("s" + i, "h" + i));
    opened("z", "Zoe");
    opened("z", "Ann");
    opened("z", "Ann");
    lab.projections().catchUp(seats(false));

    assertThat(parking.redrive(seats(true))).isEqualTo(new RedriveReport(43, 1));

    assertThat(lab.stored(seats(true)))
        .hasSize(43)
        .contains(new Seat("b", "Ben"), new Seat("s39", "h39"), new Seat("z", "Zoe"));
    List<ParkedEvent> parked = parking.list(seats(true));
    assertThat(parked).extracting(ParkedEvent::position).containsExactly(45L, 46L);
    assertThat(parked).extracting(ParkedEvent::attempts).containsExactly(1, 0);
    assertThat(parked.get(0).error().orElseThrow())
        .contains("at position 45", "unique (holder)", "(Ann)");
    assertThat(parking.redrive(seats(true))).isEqualTo(new RedriveReport(0, 1));
  }

  @Test
  void one_that_a_constraint_of_others_refuses_keeps_no_other_either() {
    opened("a", "Ann");
    opened("b", "Bob");
    opened("c", "Cid");
    lab.projections().catchUp(seats(false));
    lab.jdbc().update("alter table tidemark.seats add check (holder <> 'Bob')");

    assertThat(parking.redrive(seats(true))).isEqualTo(new RedriveReport(1, 1));

    assertThat(lab.stored(seats(true))).extracting(Seat::key).containsExactly("a", "c");
  }
}

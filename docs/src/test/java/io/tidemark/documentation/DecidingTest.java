package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.Versioned;
import io.tidemark.aggregate.CommandAnswer;
import io.tidemark.aggregate.Decider;
import io.tidemark.aggregate.DeciderRunner;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.EventStore;
import io.tidemark.testing.DeciderFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/decide-with-functions.md}. */
class DecidingTest {
  // region decider
  sealed interface SeatEvent {
    record Reserved(String guest) implements SeatEvent {}

    record Released() implements SeatEvent {}
  }

  record Reserve(String guest) {}

  record Seat(boolean isFree) {}

  static final class SeatDecider implements Decider<Reserve, Seat, SeatEvent> {
    @Override
    public Seat initialState() {
      return new Seat(true);
    }

    @Override
    public List<SeatEvent> decide(Reserve command, Seat seat) {
      if (!seat.isFree()) {
        throw new IllegalStateException("Seat is taken");
      }
      return List.of(new SeatEvent.Reserved(command.guest()));
    }

    @Override
    public Seat evolve(Seat seat, SeatEvent event) {
      return new Seat(event instanceof SeatEvent.Released);
    }
  }

  // end

  private static final EventCodec<SeatEvent> CODEC = JacksonEventCodec.ofSealed(SeatEvent.class);

  @Test
  void a_runner_executes_it() {
    EventStore store = new InMemoryEventStore();
    // region runner
    var seats = DeciderRunner.of("seat", new SeatDecider(), store, CODEC);

    seats.execute("12a", new Reserve("ada"));
    Versioned<Seat> seat = seats.load("12a");
    // end
    assertThat(seat).isEqualTo(new Versioned<>(new Seat(false), 1));
    // region answer
    CommandAnswer<Seat> answer = seats.executeReturningState("12b", new Reserve("bob"));
    boolean isFree = answer.value().isFree();
    long position = answer.result().position(); // to wait for before reading a read model
    // end
    assertThat(isFree).isFalse();
    assertThat(position).isEqualTo(2);
  }

  // region fixture
  private static final DeciderFixture<Reserve, Seat, SeatEvent> SEAT =
      DeciderFixture.of(new SeatDecider(), CODEC);

  @Test
  void a_seat_is_reserved_once() {
    SEAT.given(new SeatEvent.Reserved("ada"))
        .when(new Reserve("bob"))
        .thenRefused(IllegalStateException.class, "taken");
  }
  // end
}

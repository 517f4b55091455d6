package io.tidemark.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.codec.JacksonEventCodec;
import org.junit.jupiter.api.Test;

/** An aggregate whose fields hold half an event decides nothing more. */
class FailingApplyTest {
  sealed interface Event {}

  record Moved(int by) implements Event {}

  private static final class Fragile extends Aggregate<Event> {
    private int place;

    void move(int by) {
      raise(new Moved(by));
    }

    int place() {
      return place;
    }

    @Override
    protected void apply(Event event) {
      int by = ((Moved) event).by();
      place += by;
      if (by > 9) {
        throw new UnsupportedOperationException("too far");
      }
    }
  }

  private final WatchedStore store = new WatchedStore();
  private final AggregateRepository<Fragile, Event> repository =
      AggregateRepository.of(
          "fragile", Fragile::new, store, JacksonEventCodec.ofSealed(Event.class));

  @Test
  void what_apply_throws_is_thrown_and_nothing_is_stored() {
    assertThatThrownBy(() -> repository.execute("a", fragile -> fragile.move(10)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(store.head()).isZero();
    assertThat(repository.load("a").place()).isZero();
  }

  @Test
  void a_command_that_does_not_mind_stores_nothing_either() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                repository.execute(
                    "a",
                    fragile -> {
                      fragile.move(1);
                      moveAnyway(fragile, 10);
                    }))
        .withMessage(
            "Cannot go on with fragile-a: expected its events to be applied, actual failure at version 2")
        .withCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(store.head()).isZero();
  }

  @Test
  void a_command_that_goes_on_raising_is_told_why_it_cannot() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                repository.execute(
                    "a",
                    fragile -> {
                      moveAnyway(fragile, 10);
                      fragile.move(1);
                    }))
        .withMessageStartingWith("Cannot go on with fragile-a");
    assertThat(repository.execute("a", fragile -> fragile.move(1)).version()).isEqualTo(1);
  }

  private static void moveAnyway(Fragile fragile, int by) {
    try {
      fragile.move(by);
    } catch (UnsupportedOperationException ignored) {
      // which is wrong of it
    }
  }
}

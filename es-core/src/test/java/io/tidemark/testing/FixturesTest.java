package io.tidemark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.Decider;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixturesTest {
  sealed interface LightEvent {}

  record SwitchedOn(String by) implements LightEvent {}

  record SwitchedOff() implements LightEvent {}

  private static final EventCodec<LightEvent> CODEC = JacksonEventCodec.ofSealed(LightEvent.class);
  private static final LightEvent ON = new SwitchedOn("Anna");
  private static final LightEvent OFF = new SwitchedOff();

  static final class Light extends Aggregate<LightEvent> {
    private boolean on;

    void switchOn() {
      if (on) {
        throw new IllegalStateException("Light " + id() + " is on");
      }
      raise(ON);
    }

    void switchOff() {
      if (on) {
        raise(OFF);
      }
    }

    boolean isOn() {
      return on;
    }

    @Override
    protected void apply(LightEvent event) {
      on = event instanceof SwitchedOn;
    }
  }

  static final class LightDecider implements Decider<Boolean, Boolean, LightEvent> {
    @Override
    public Boolean initialState() {
      return false;
    }

    @Override
    public List<LightEvent> decide(Boolean wanted, Boolean on) {
      if (wanted.equals(on)) {
        throw new IllegalStateException("is " + on);
      }
      return List.of(wanted ? ON : OFF);
    }

    @Override
    public Boolean evolve(Boolean on, LightEvent event) {
      return event instanceof SwitchedOn;
    }
  }

  private final AggregateFixture<Light, LightEvent> lights =
      AggregateFixture.of("light", Light::new, CODEC);
  private final DeciderFixture<Boolean, Boolean, LightEvent> deciders =
      DeciderFixture.of(new LightDecider(), CODEC);

  @Test
  void what_an_aggregate_does_is_seen() {
    lights.when(Light::switchOn).thenRaised(ON).thenState(l -> assertThat(l.isOn()).isTrue());
    lights.given(ON).when(Light::switchOff).thenRaised(OFF);
    lights.given(ON, OFF).when(Light::switchOff).thenRaisedNothing();
    lights
        .given(ON)
        .when(Light::switchOn)
        .thenRefused(IllegalStateException.class)
        .thenRefused(RuntimeException.class, "Light 1 is on")
        .thenState(light -> assertThat(light.version()).isEqualTo(1));
  }

  @Test
  void what_a_decider_does_is_seen() {
    deciders.when(true).thenRaised(ON).thenState(on -> assertThat(on).isTrue());
    deciders.given(ON, OFF).when(false).thenRefused(IllegalStateException.class, "is false");
  }

  @Test
  void a_wrong_expectation_says_what_was_expected_and_what_came() {
    Outcome<Light, LightEvent> raised = lights.when(Light::switchOn);
    Outcome<Light, LightEvent> refused = lights.given(ON).when(Light::switchOn);

    assertThatThrownBy(() -> raised.thenRaised(OFF))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "Wrong outcome of the command:%n  expected events [SwitchedOff[]]%n  actual   events [SwitchedOn[by=Anna]]"
                .formatted());
    assertThatThrownBy(() -> raised.thenRefused(IllegalStateException.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected refused with java.lang.IllegalStateException");
    assertThatThrownBy(() -> refused.thenRaised(ON))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(refused::thenRaisedNothing).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> refused.thenRefused(IllegalArgumentException.class))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> refused.thenRefused(IllegalStateException.class, "is off"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\"is off\"")
        .hasMessageContaining("\"Light 1 is on\"");
  }

  @Test
  void a_manual_clock_moves_only_by_hand() {
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");
    ManualClock clock = ManualClock.at(noon);
    assertThat(clock.instant()).isEqualTo(noon);
    clock.advance(Duration.ofHours(-1));
    assertThat(clock.instant()).isEqualTo(noon.minusSeconds(3_600));
    clock.set(noon);
    assertThat(clock.withZone(ZoneId.of("Europe/Prague")).instant()).isEqualTo(noon);
    assertThat(clock.withZone(ZoneId.of("Europe/Prague")).getZone())
        .isEqualTo(ZoneId.of("Europe/Prague"));
  }
}

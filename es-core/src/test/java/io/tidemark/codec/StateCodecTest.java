package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("SameNameButDifferent") // two shapes of one name are what the tests are about
class StateCodecTest {
  record Account(BigDecimal balance, List<Line> lines) {}

  record Line(String text) {}

  /** The classes above as they were before a component was added. */
  static final class Before {
    record Account(BigDecimal balance, List<Line> lines) {}

    record Line(String text, int added) {}
  }

  sealed interface State {}

  record Open(BigDecimal balance) implements State {}

  record Closed() implements State {}

  @Test
  void a_state_comes_back_from_its_snapshot() {
    StateCodec<Account> codec = StateCodec.of(Account.class);
    Account state = new Account(new BigDecimal("1.10"), List.of(new Line("😀")));

    StateData kept = codec.write(state);

    assertThat(codec.read(kept)).contains(state);
  }

  @Test
  void a_sealed_state_comes_back_as_the_class_it_was() {
    StateCodec<State> codec = StateCodec.of(State.class);
    assertThat(codec.read(codec.write(new Closed()))).contains(new Closed());
    Open open = new Open(new BigDecimal("0.00"));
    assertThat(codec.read(codec.write(open))).contains(open);
  }

  @Test
  void a_snapshot_of_a_shape_that_changed_deep_inside_is_not_read() {
    Before.Account old = new Before.Account(BigDecimal.ONE, List.of(new Before.Line("x", 1)));
    StateData kept = StateCodec.of(Before.Account.class).write(old);
    assertThat(kept.type()).startsWith("Account#");
    assertThat(StateCodec.of(Account.class).read(kept)).isEmpty();
  }

  @Test
  void a_snapshot_that_cannot_be_read_is_no_snapshot() {
    StateCodec<Open> codec = StateCodec.of(Open.class);
    String type = codec.write(new Open(BigDecimal.ONE)).type();
    assertThat(codec.read(new StateData(type, "{}"))).isEmpty();
    assertThat(codec.read(new StateData(type, "{\"balance\":null}"))).isEmpty();
    assertThat(codec.read(new StateData(type, "{"))).isEmpty();
    assertThat(codec.read(new StateData(type, "null"))).isEmpty();
    assertThat(codec.read(new StateData("Other", "{\"balance\":1}"))).isEmpty();
  }

  @Test
  void a_state_that_cannot_be_written_is_refused() {
    StateCodec<Object> codec = StateCodec.of(Object.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.write("text"))
        .withMessageContaining("java.lang.String");
  }
}

package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EventTypesTest {
  sealed interface Family {}

  record First() implements Family {}

  sealed interface Branch extends Family {}

  record Second() implements Branch {}

  sealed interface Ambiguous {}

  record Same() implements Ambiguous {}

  static final class Elsewhere {
    record Same() implements Ambiguous {}
  }

  sealed interface Leaky {}

  static non-sealed class Open implements Leaky {}

  @Test
  void all_concrete_classes_below_a_sealed_type_are_found() {
    EventTypes<Family> types = EventTypes.ofSealed(Family.class);
    assertThat(types.names()).containsExactlyInAnyOrder("First", "Second");
    assertThat(types.classOf("Second")).contains(Second.class);
    assertThat(types.nameOf(First.class)).contains("First");
    assertThat(types.classOf("java.lang.String")).isEmpty();
    assertThat(types.nameOf(String.class)).isEmpty();
  }

  @Test
  void a_class_can_be_stored_under_another_name() {
    EventTypes<Family> types = EventTypes.ofSealed(Family.class).named(First.class, "first-1");
    assertThat(types.names()).containsExactlyInAnyOrder("first-1", "Second");
    assertThat(types.nameOf(First.class)).contains("first-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> types.named(First.class, "Second"))
        .withMessageContaining("Second is taken");
  }

  @Test
  void a_class_is_read_under_its_former_names_too() {
    EventTypes<Family> types =
        EventTypes.ofSealed(Family.class)
            .formerly(First.class, "Initial", "Original")
            .named(First.class, "first-1");
    assertThat(types.names()).containsExactlyInAnyOrder("first-1", "Initial", "Original", "Second");
    assertThat(types.classOf("Initial")).contains(First.class);
    assertThat(types.namesOf("Original"))
        .containsExactlyInAnyOrder("first-1", "Initial", "Original");
    assertThat(types.namesOf("Second")).containsExactly("Second");
    assertThat(types.namesOf("Other")).isEmpty();
    assertThat(types.nameOf(First.class)).contains("first-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> types.formerly(Second.class, "Original"))
        .withMessageContaining("Original is taken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventTypes.of(Family.class, First.class).formerly(Second.class, "Old"))
        .withMessageContaining("Unknown event class");
  }

  @Test
  void names_must_be_unambiguous_and_classes_known() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventTypes.ofSealed(Ambiguous.class))
        .withMessageContaining("Same is taken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventTypes.ofSealed(Leaky.class))
        .withMessageContaining("actual an open one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventTypes.ofSealed(Runnable.class))
        .withMessageContaining("expected a sealed interface or class");
  }
}

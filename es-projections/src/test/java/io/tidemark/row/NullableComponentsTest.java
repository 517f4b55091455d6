package io.tidemark.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which components of a row may have no value, however that is said. */
class NullableComponentsTest {
  /** As Kotlin puts it on a field, or an older library on a method. */
  static final class OnMembers {
    @Target({ElementType.FIELD, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Nullable {}

    private OnMembers() {}
  }

  record Row(
      String key,
      Optional<String> optional,
      @org.jspecify.annotations.Nullable String onType,
      @OnMembers.Nullable String onMembers,
      String required) {}

  @Test
  void an_optional_and_any_annotation_of_that_name_are_known() {
    List<String> nullable =
        RowType.of(Row.class).components().stream()
            .filter(RowComponent::isNullable)
            .map(RowComponent::name)
            .toList();
    assertThat(nullable).containsExactly("optional", "onType", "onMembers");
  }
}

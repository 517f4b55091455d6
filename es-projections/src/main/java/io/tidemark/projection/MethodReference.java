package io.tidemark.projection;

import io.tidemark.row.RowType;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Optional;

/** What a method reference stands for, as far as the language lets one know. */
final class MethodReference {
  private MethodReference() {}

  /**
   * Refuses a reference to another component than the first. Of a lambda it is not known what it
   * gives; rows are checked one by one besides.
   */
  static void requireKey(String projection, RowType<?> rows, RowKey<?, ?> key) {
    String owner = rows.type().getName().replace('.', '/');
    Optional<String> actual =
        described(key)
            .filter(method -> method.getImplClass().equals(owner))
            .map(SerializedLambda::getImplMethodName)
            .filter(name -> rows.components().stream().anyMatch(c -> c.name().equals(name)));
    if (actual.isPresent() && !actual.get().equals(rows.key().name())) {
      throw new IllegalArgumentException(
          "Invalid key of projection %s: expected the first component %s of %s, actual %s"
              .formatted(projection, rows.key().name(), rows.type().getSimpleName(), actual.get()));
    }
  }

  private static Optional<SerializedLambda> described(Serializable lambda) {
    try {
      Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return Optional.of(replace.invoke(lambda))
          .filter(SerializedLambda.class::isInstance)
          .map(SerializedLambda.class::cast);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty(); // a class of its own, or of a module that is closed
    }
  }
}

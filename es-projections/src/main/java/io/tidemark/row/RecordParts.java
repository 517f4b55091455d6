package io.tidemark.row;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What any record has within it.
 *
 * <p>Not API.
 */
public final class RecordParts {
  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          Method[] accessors =
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getAccessor)
                  .toArray(Method[]::new);
          Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
          return accessors;
        }
      };

  private RecordParts() {}

  /** The values of its components, in their order. */
  public static @Nullable Object[] of(Record value) {
    Method[] accessors = ACCESSORS.get(value.getClass());
    @Nullable Object[] parts = new Object[accessors.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        parts[i] = accessors[i].invoke(value);
      }
      return parts;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + value, e);
    }
  }
}

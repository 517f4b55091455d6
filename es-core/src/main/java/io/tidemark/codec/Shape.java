package io.tidemark.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/** A short text that changes when the components of a record, or of those within it, change. */
final class Shape {
  private final StringBuilder text = new StringBuilder();
  private final Set<Class<?>> seen = new HashSet<>();

  private Shape() {}

  static String of(Class<?> type) {
    Shape shape = new Shape();
    shape.describe(type);
    CRC32 sum = new CRC32();
    sum.update(shape.text.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private void describe(Type type) {
    if (type instanceof Class<?> plain) {
      text.append(plain.getName());
      describeParts(plain);
    } else if (type instanceof ParameterizedType generic) {
      describe(generic.getRawType());
      for (Type argument : generic.getActualTypeArguments()) {
        text.append('<');
        describe(argument);
      }
    } else if (type instanceof GenericArrayType array) {
      text.append('[');
      describe(array.getGenericComponentType());
    } else {
      text.append(type.getTypeName());
    }
  }

  private void describeParts(Class<?> type) {
    if (!seen.add(type)) {
      return;
    }
    if (type.isArray()) {
      describe(type.getComponentType());
    } else if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        text.append(';').append(component.getName()).append(':');
        describe(component.getGenericType());
      }
      text.append('.');
    }
  }
}

package io.tidemark.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;

/** A component of a record, as its source declares it. */
record Component(RecordComponent declared) {
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  /** What a field, an accessor or a parameter of the canonical constructor belongs to. */
  static Optional<Component> of(AnnotatedMember member) {
    Class<?> type = member.getDeclaringClass();
    if (!type.isRecord()) {
      return Optional.empty();
    }
    RecordComponent[] components = type.getRecordComponents();
    if (member instanceof AnnotatedParameter parameter) {
      return isCanonical(parameter, components)
          ? Optional.of(new Component(components[parameter.getIndex()]))
          : Optional.empty();
    }
    return Arrays.stream(components)
        .filter(component -> component.getName().equals(member.getName()))
        .map(Component::new)
        .findFirst();
  }

  /**
   * Whether it is an Optional, or has an annotation of the simple name Nullable, whosever it is.
   */
  boolean mayBeAbsent() {
    return OPTIONALS.contains(declared.getType())
        || annotations().anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
  }

  /** Where annotations end up depends on what they may be put on. */
  private Stream<Annotation> annotations() {
    return Stream.<AnnotatedElement>of(
            declared, declared.getAnnotatedType(), declared.getAccessor(), field())
        .flatMap(element -> Arrays.stream(element.getAnnotations()));
  }

  private AnnotatedElement field() {
    try {
      return declared.getDeclaringRecord().getDeclaredField(declared.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("A record has a field for each component", e);
    }
  }

  private static boolean isCanonical(AnnotatedParameter parameter, RecordComponent[] components) {
    return parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
        && Arrays.equals(
            constructor.getParameterTypes(),
            Arrays.stream(components).map(RecordComponent::getType).toArray());
  }
}

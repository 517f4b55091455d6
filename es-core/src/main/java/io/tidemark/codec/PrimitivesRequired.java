package io.tidemark.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * A primitive has no way to say "was not there", so a missing one is an error and not silently 0 or
 * false.
 */
final class PrimitivesRequired extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean marked = super.hasRequiredMarker(config, member);
    if (marked == null && member.getRawType().isPrimitive()) {
      return Boolean.TRUE;
    }
    return marked;
  }
}

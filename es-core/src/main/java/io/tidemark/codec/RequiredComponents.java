package io.tidemark.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Makes it an error that data lacks a component of a record or has null for it, unless the record
 * says that it may be absent. Else a component that was renamed reads as null, as 0 or as empty,
 * and nobody notices.
 */
final class RequiredComponents extends JacksonModule {
  @Override
  public String getModuleName() {
    return RequiredComponents.class.getName();
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  /** Comes before all others, so that no module before this one can have another opinion. */
  @Override
  public void setupModule(SetupContext context) {
    context.insertAnnotationIntrospector(new Introspector());
  }

  private static final class Introspector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      return isRequired(member) ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
      return annotated instanceof AnnotatedMember member && isRequired(member)
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
          : JsonSetter.Value.empty();
    }

    private static boolean isRequired(AnnotatedMember member) {
      return member.getRawType().isPrimitive()
          || Component.of(member).map(component -> !component.mayBeAbsent()).orElse(false);
    }
  }
}

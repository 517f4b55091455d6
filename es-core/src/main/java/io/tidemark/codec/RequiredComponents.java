package io.tidemark.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Arrays;
import java.util.List;
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
  private static final String KOTLIN_MODULE = "tools.jackson.module.kotlin.";

  private final boolean leavesKotlinToItsModule;

  private RequiredComponents(boolean leavesKotlinToItsModule) {
    this.leavesKotlinToItsModule = leavesKotlinToItsModule;
  }

  /**
   * Beside these modules. That for Kotlin knows what Kotlin does not tell at run time: which
   * components may be null and which have a default. It requires all others, as we do.
   */
  static RequiredComponents beside(List<JacksonModule> modules) {
    return new RequiredComponents(
        modules.stream().anyMatch(module -> module.getClass().getName().startsWith(KOTLIN_MODULE)));
  }

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
    context.insertAnnotationIntrospector(new Introspector(leavesKotlinToItsModule));
  }

  private static final class Introspector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private final boolean leavesKotlinToItsModule;

    private Introspector(boolean leavesKotlinToItsModule) {
      this.leavesKotlinToItsModule = leavesKotlinToItsModule;
    }

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

    private boolean isRequired(AnnotatedMember member) {
      if (leavesKotlinToItsModule && isKotlin(member.getDeclaringClass())) {
        return false;
      }
      return member.getRawType().isPrimitive()
          || Component.of(member).map(component -> !component.mayBeAbsent()).orElse(false);
    }

    private static boolean isKotlin(Class<?> type) {
      return Arrays.stream(type.getAnnotations())
          .anyMatch(annotation -> annotation.annotationType().getName().equals("kotlin.Metadata"));
    }
  }
}

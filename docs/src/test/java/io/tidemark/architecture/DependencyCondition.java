package io.tidemark.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Allows or forbids each dependency of a class by both of its ends. */
abstract class DependencyCondition extends ArchCondition<JavaClass> {
  DependencyCondition(String description) {
    super(description);
  }

  abstract boolean allows(JavaClass origin, JavaClass target);

  @Override
  public final void check(JavaClass origin, ConditionEvents events) {
    for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
      if (!allows(origin, dependency.getTargetClass().getBaseComponentType())) {
        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
      }
    }
  }
}

package io.tidemark.sql.cases;

import java.util.Optional;

/** A way to carry a case out. More of them may be handed to {@link StreamCases}. */
interface CaseRun {
  /** What is shown of it. */
  String name();

  /** Whether it knows all that the statement says. */
  default boolean knows(CaseQuery query) {
    return true;
  }

  /** What differs from what the case expects; empty if nothing does. */
  Optional<String> difference(CaseQuery query);

  /** Expected and actual rows as a text; empty if they are equal. */
  static Optional<String> difference(String when, CaseRows expected, CaseRows actual) {
    return expected.equals(actual)
        ? Optional.empty()
        : Optional.of("%s%n    expected%n%s    actual%n%s".formatted(when, expected, actual));
  }
}

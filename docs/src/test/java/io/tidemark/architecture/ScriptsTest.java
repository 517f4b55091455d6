package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts see modules that are not children of the root. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "they are shell scripts")
class ScriptsTest {
  private static final String JAVA =
      "#!/bin/sh\n[ \"$1\" = -version ] && echo 'openjdk version \"17.0.1\"' >&2\nexit 0\n";
  private static final String MAVEN = "#!/bin/sh\ntouch built\nexit 0\n";

  @TempDir Path root;

  @BeforeEach
  void a_checkout_with_a_bank_that_is_built() throws IOException {
    script("sample-bank/bank", Files.readString(Checkout.root().resolve("sample-bank/bank")));
    script(".ci/run", Files.readString(Checkout.root().resolve(".ci/run")));
    script("mvnw", MAVEN);
    script("jdk/bin/java", JAVA);
    script("jdk/bin/javac", JAVA);
    file("pom.xml");
    file("es-core/src/main/java/Core.java");
    file("extensions/es-new/pom.xml");
    file("extensions/es-new/src/main/java/New.java");
    file("extensions/es-new/src/test/java/NewTest.java");
    Path jar = file("sample-bank/target/bank.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
  }

  @Test
  void a_bank_that_is_up_to_date_is_not_built() throws IOException {
    assertThat(run("sample-bank/bank")).isEmpty();
    assertThat(root.resolve("built")).doesNotExist();
  }

  @Test
  void a_change_in_a_module_below_extensions_builds_the_bank_anew() throws IOException {
    change("extensions/es-new/src/main/java/New.java");
    assertThat(run("sample-bank/bank")).contains("building it first");
    assertThat(root.resolve("built")).exists();
  }

  @Test
  void a_change_of_a_pom_or_of_the_core_builds_the_bank_anew() throws IOException {
    for (String changed :
        new String[] {"extensions/es-new/pom.xml", "es-core/src/main/java/Core.java"}) {
      Files.deleteIfExists(root.resolve("built"));
      a_checkout_with_a_bank_that_is_built();
      change(changed);
      run("sample-bank/bank");
      assertThat(root.resolve("built")).as(changed).exists();
    }
  }

  @Test
  void a_change_of_a_test_builds_nothing() throws IOException {
    change("extensions/es-new/src/test/java/NewTest.java");
    run("sample-bank/bank");
    assertThat(root.resolve("built")).doesNotExist();
  }

  @Test
  void results_of_an_earlier_run_are_not_counted_however_deep_the_module_is() throws IOException {
    Path report = root.resolve("extensions/es-new/target/surefire-reports/TEST-Old.xml");
    Files.createDirectories(report.getParent());
    Files.writeString(
        report, "<testsuite name=\"Old\" tests=\"7\" errors=\"0\" skipped=\"0\" failures=\"0\">\n");

    assertThat(run(".ci/run")).contains("No test ran.").endsWith("0 passed, 0 failed\n");
  }

  @Test
  void a_module_in_the_company_of_others_without_tests_that_ran_fails_the_run() throws IOException {
    Files.writeString(
        file("pom.xml"),
        "<modules>\n<module>extensions/compatibility/other</module>\n</modules>\n");
    file("extensions/compatibility/no-module/pom.xml");

    assertThat(run(".ci/run"))
        .contains("No test ran in extensions/compatibility/other.")
        .doesNotContain("no-module")
        .contains("The build failed (exit code 1).");
  }

  private String run(String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(root.resolve(script).toString());
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output;
  }

  private void change(String file) throws IOException {
    Files.setLastModifiedTime(root.resolve(file), FileTime.from(Instant.now().plusSeconds(120)));
  }

  private Path file(String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "");
  }

  private void script(String name, String text) throws IOException {
    Files.writeString(file(name), text);
    assertThat(root.resolve(name).toFile().setExecutable(true)).isTrue();
  }
}

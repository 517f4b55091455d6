package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Compares the reference of the command line with the commands that there are. */
class CommandLineReferenceTest {
  private static final String COMMON = "Options of every command";
  private static final Pattern SECTION = Pattern.compile("(?m)^## ");
  private static final Set<String> STANDARD = Set.of("--help", "--version");

  /** Surefire starts in the module, an IDE may start in the root. */
  private static final Path PAGE =
      (Path.of("").toAbsolutePath().endsWith("sample-bank") ? Path.of("..") : Path.of(""))
          .resolve("docs/reference/command-line.md");

  @Test
  void the_reference_has_every_command_with_every_option_and_no_other() throws IOException {
    assertThat(differences(Files.readString(PAGE))).isEmpty();
  }

  @Test
  void a_missing_command_a_missing_option_and_a_made_up_command_are_found() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(differences(page.replace("## bank totals", "## bank sums")))
        .containsExactly("no section: bank totals", "no such command: bank sums");
    assertThat(differences(page.replace("`--limit N`", "")))
        .containsExactly(
            "bank admin events: --limit",
            "bank admin explain: --limit",
            "bank admin query rows: --limit",
            "bank admin sql: --limit",
            "bank admin streams: --limit",
            "bank explain: --limit",
            "bank stream alerts: --limit",
            "bank stream chart: --limit",
            "bank stream follow: --limit",
            "bank stream run: --limit");
    assertThat(differences(page.replace("`--verbose`", ""))).hasSize(1);
  }

  private static List<String> differences(String page) {
    Map<String, String> sections = sections(page);
    Map<String, Set<String>> commands = new TreeMap<>();
    Commands.all().forEach(command -> add(command, commands));
    List<String> found = new ArrayList<>();
    commands.forEach(
        (command, options) -> {
          if (!sections.containsKey(command)) {
            found.add("no section: " + command);
          } else {
            options.stream()
                .filter(option -> !isNamed(option, sections.get(command)))
                .forEach(option -> found.add(command + ": " + option));
          }
        });
    sections.keySet().stream()
        .filter(title -> title.startsWith("bank ") && !commands.containsKey(title))
        .forEach(title -> found.add("no such command: " + title));
    return found;
  }

  private static void add(CommandLine command, Map<String, Set<String>> into) {
    if (command.getParent() == null) {
      into.put(COMMON, options(command));
    }
    if (command.getCommandSpec().usageMessage().hidden()) {
      return; // it says what another way says
    }
    if (command.getSubcommands().isEmpty()) {
      into.put(command.getCommandSpec().qualifiedName(), options(command));
    }
  }

  /** Names of its own options, not of those that it has from the commands above it. */
  private static Set<String> options(CommandLine command) {
    Set<String> names = new TreeSet<>();
    command.getCommandSpec().options().stream()
        .filter(option -> !option.inherited())
        .map(CommandLine.Model.OptionSpec::longestName)
        .forEach(names::add);
    if (command.getParent() != null) {
      names.removeAll(STANDARD);
    }
    return names;
  }

  private static boolean isNamed(String option, String text) {
    return text.contains("`" + option + "`") || text.contains("`" + option + " ");
  }

  private static Map<String, String> sections(String page) {
    Map<String, String> sections = new LinkedHashMap<>();
    SECTION
        .splitAsStream(page)
        .forEach(section -> sections.put(section.lines().findFirst().orElse(""), section));
    return sections;
  }
}

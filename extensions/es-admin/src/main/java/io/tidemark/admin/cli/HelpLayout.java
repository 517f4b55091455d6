package io.tidemark.admin.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/**
 * The order of what {@code --help} prints: what is special about a command comes first, and what it
 * shares with all others last.
 */
final class HelpLayout {
  private static final String COMMON = "commonOptions";
  private static final List<String> SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER,
          COMMON);

  private HelpLayout() {}

  /** Gives it to a command and all below it. */
  static void applyTo(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true).sortOptions(false);
    usage.description(HelpParagraphs.whole(usage.description()));
    command.setHelpSectionKeys(SECTIONS);
    add(command, UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, "", Help::parameterList);
    add(
        command,
        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
        "",
        help -> options(help, Predicate.not(HelpLayout::isCommon)));
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpParagraphs::examples);
    add(command, UsageMessageSpec.SECTION_KEY_COMMAND_LIST, "Commands:%n", Help::commandList);
    add(
        command,
        COMMON,
        "Options of every command:%n",
        help -> options(help, HelpLayout::isCommon));
    command.getSubcommands().values().forEach(HelpLayout::applyTo);
  }

  /** A section with an empty line and a heading before it, if there is anything in it. */
  private static void add(
      CommandLine command, String key, String heading, IHelpSectionRenderer renderer) {
    command
        .getHelpSectionMap()
        .put(
            key,
            help -> {
              String text = renderer.render(help);
              return text.isEmpty() ? "" : "%n".formatted() + heading.formatted() + text;
            });
  }

  private static String options(Help help, Predicate<OptionSpec> wanted) {
    List<OptionSpec> options = new ArrayList<>(help.commandSpec().options());
    options.removeIf(option -> option.hidden() || !wanted.test(option));
    options.sort(Comparator.comparing(HelpLayout::isHelp));
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }

  private static boolean isCommon(OptionSpec option) {
    return option.inherited() || option.scopeType() == ScopeType.INHERIT || isHelp(option);
  }

  private static boolean isHelp(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }
}

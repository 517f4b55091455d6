package io.tidemark.admin.cli.verb;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.NamedAggregate;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command on a system: has a console, and knows how the system is opened. Not thread-safe. */
public abstract class AdminVerb implements Callable<Integer> {
  private final Console console;
  private final AdministeredSystem system;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** On this system. */
  protected AdminVerb(Console console, AdministeredSystem system) {
    this.console = console;
    this.system = system;
  }

  /** Opens the system; close it. */
  protected final Admin open() {
    return system.open(this::note);
  }

  /** What is known before anything is opened. */
  protected final AdministeredSystem system() {
    return system;
  }

  /** Where it prints. */
  protected final Console console() {
    return console;
  }

  /** Where answers go. */
  protected final Output out() {
    return console.out();
  }

  /** Prints a table as an answer. */
  protected final void print(Table table) {
    console.print(table);
  }

  /** Prints text as an answer, on as many lines as it needs. */
  protected final void print(String text) {
    out().text(text);
  }

  /** Prints the lines of a table that {@code --wide} prints uncut, and says so if they are. */
  protected final void printCut(List<String> lines) {
    lines.forEach(out()::line);
    if (lines.stream().anyMatch(TextWidth::isCut)) {
      hintWide();
    }
  }

  /** Below what was cut. */
  protected final void hintWide() {
    hint("Cut to this terminal: --wide shows all");
  }

  /** Tells the user something beside the answer. */
  protected final void tell(String text) {
    complain("note: " + text);
  }

  /** Says what is wrong, in the name of the program. */
  protected final void complain(String text) {
    console.err().text("%s: %s".formatted(spec.root().name(), text));
  }

  /** Tells a person who waits what is going on. */
  protected final void note(String text) {
    if (console.err().isTerminal()) {
      console.err().text(text);
    }
  }

  /** Below an answer: what one may do next, and the command for it. */
  protected final void hint(String what, String command) {
    hint("%s: %s".formatted(what, neighbour(command)));
  }

  /** Below an answer: what one may want to know of it. */
  protected final void hint(String text) {
    TextWidth.wrap(text, out().columns()).stream().map(console.style()::dim).forEach(out()::line);
  }

  /** A command beside this one, or beside a command above it, as one would type it. */
  protected final String neighbour(String command) {
    String name = command.split(" ", 2)[0];
    CommandSpec parent = spec.parent();
    while (parent != null && parent.parent() != null && !parent.subcommands().containsKey(name)) {
      parent = parent.parent();
    }
    return system.typed((parent == null ? "" : parent.qualifiedName() + " ") + command);
  }

  /** Tells what was probably meant by names of categories and types of which there is no event. */
  protected final void tellMeant(Set<String> categories, Set<String> types) {
    List<NamedAggregate> known = system.aggregates();
    tellMeant("category", categories, known.stream().map(NamedAggregate::category));
    tellMeant("type", types, known.stream().flatMap(each -> each.types().stream()).sorted());
  }

  private void tellMeant(String what, Set<String> told, Stream<String> known) {
    List<String> names = known.toList();
    for (String name : told) {
      List<String> near = names.contains(name) ? List.of() : Slip.meant(name, names);
      if (!near.isEmpty()) {
        tell("no %s %s, did you mean '%s'?".formatted(what, name, String.join("' or '", near)));
      }
    }
  }

  /** Wrong usage of this command. */
  protected final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Refuses the name of a projection that the system cannot have, as far as that is known before
   * anything is opened.
   */
  protected final void requireProjection(String name) {
    if (!system.hasStoredProjections()) {
      requireOneOf(
          "projection",
          name,
          system.projections().stream().map(ReadModelDefinition::name).toList());
    }
  }

  /** Refuses the name of a projection that the system does not have. */
  protected final void requireProjection(Admin admin, String name) {
    requireOneOf("projection", name, admin.projectionNames());
  }

  /** Refuses a name that nothing has, and says which was probably meant. */
  protected final void requireOneOf(String what, String name, List<String> names) {
    if (names.contains(name)) {
      return;
    }
    List<String> near = Slip.meant(name, names);
    String expected =
        names.isEmpty() ? "there is none" : "expected one of " + String.join(", ", names);
    throw misuse(
        near.isEmpty()
            ? "No %s %s: %s".formatted(what, name, expected)
            : "No %s %s, did you mean '%s'?".formatted(what, name, String.join("' or '", near)));
  }
}

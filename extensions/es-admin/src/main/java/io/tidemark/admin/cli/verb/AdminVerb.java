package io.tidemark.admin.cli.verb;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import java.util.List;
import java.util.concurrent.Callable;
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

  /** Tells the user something beside the answer. */
  protected final void tell(String text) {
    console.err().text("%s: note: %s".formatted(spec.root().name(), text));
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

  /** A command beside this one, as one would type it. */
  protected final String neighbour(String command) {
    CommandSpec parent = spec.parent();
    return (parent == null ? "" : parent.qualifiedName() + " ") + command;
  }

  /** Wrong usage of this command. */
  protected final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses the name of a projection that the system does not have. */
  protected final void requireProjection(String name) {
    List<String> names = system.projections().stream().map(ReadModelDefinition::name).toList();
    if (!names.contains(name)) {
      List<String> near = Slip.meant(name, names);
      throw misuse(
          near.isEmpty()
              ? "No projection %s: expected one of %s".formatted(name, String.join(", ", names))
              : "No projection %s, did you mean '%s'?"
                  .formatted(name, String.join("' or '", near)));
    }
  }
}

package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Output;
import io.tidemark.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command on a system: has a console, and knows how the system is opened. */
abstract sealed class AdminVerb implements Callable<Integer> permits CheckHealth, OpenedVerb {
  private final Console console;
  private final AdministeredSystem system;

  @Spec CommandSpec spec = CommandSpec.create();

  AdminVerb(Console console, AdministeredSystem system) {
    this.console = console;
    this.system = system;
  }

  final Admin open() {
    return system.open(this::note);
  }

  final AdministeredSystem system() {
    return system;
  }

  final Console console() {
    return console;
  }

  final Output out() {
    return console.out();
  }

  final void print(Table table) {
    console.print(table);
  }

  /** Tells the user something beside the answer. */
  final void tell(String text) {
    console.err().line("%s: note: %s".formatted(spec.root().name(), text));
  }

  /** Tells a person who waits what is going on. */
  final void note(String text) {
    if (console.err().isTerminal()) {
      console.err().line(text);
    }
  }
}

package io.tidemark.admin.cli.verb;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;

/** A command that opens the system, does its work, and closes it whatever happens. */
public abstract class OpenedVerb extends AdminVerb {
  /** On this system. */
  protected OpenedVerb(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    try (Admin admin = open()) {
      return run(admin);
    }
  }

  /** Does the work; gives the exit code. */
  protected abstract int run(Admin admin);
}

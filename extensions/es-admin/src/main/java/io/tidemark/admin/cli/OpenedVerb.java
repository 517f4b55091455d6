package io.tidemark.admin.cli;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;

/** A command that opens the system, does its work, and closes it whatever happens. */
abstract non-sealed class OpenedVerb extends AdminVerb {
  OpenedVerb(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    try (Admin admin = open()) {
      return run(admin);
    }
  }

  /** Does the work; gives the exit code. */
  abstract int run(Admin admin);
}

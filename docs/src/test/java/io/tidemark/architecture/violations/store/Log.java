package io.tidemark.architecture.violations.store;

import io.tidemark.architecture.violations.postgres.Table;
import picocli.CommandLine;

/** Planted: a core class that knows a library and a class of the store. */
final class Log {
  CommandLine foreignLibrary = new CommandLine(this);
  Table laterModule = new Table();
}

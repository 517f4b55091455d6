package io.tidemark.bank.tour;

import java.io.File;

/** Where a command is pasted: how its words must be written there to be taken as they are. */
enum Shell {
  /** {@code sh} and those that follow it. */
  POSIX("[\\p{L}\\p{N}_@%+=:,./~-]+") {
    @Override
    String inQuotes(String word) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
  },

  /**
   * {@code cmd.exe} and PowerShell, which agree on double quotes, and on no way to go on a line.
   */
  WINDOWS("[\\p{L}\\p{N}_+:./\\\\-]+") {
    @Override
    String inQuotes(String word) {
      return '"' + word.replace("\"", "\\\"") + '"';
    }
  };

  private final String safe;

  Shell(String safe) {
    this.safe = safe;
  }

  /** That of whoever reads what this process prints. */
  static Shell ofThisSystem() {
    return File.separatorChar == '\\' ? WINDOWS : POSIX;
  }

  abstract String inQuotes(String word);

  /** The word, in quotes if it needs them. */
  String word(String word) {
    return word.matches(safe) ? word : inQuotes(word);
  }

  /** Whether a command may be broken between two words. */
  boolean hasContinuation() {
    return this == POSIX;
  }
}

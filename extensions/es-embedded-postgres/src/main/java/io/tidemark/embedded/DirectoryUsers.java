package io.tidemark.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Who uses a directory: every process that has it open holds a shared lock, so that the last one
 * out can tell it is the last. Coming and going is decided under a second, exclusive lock. A
 * process that is killed leaves neither behind.
 */
final class DirectoryUsers {
  private final DataDirectory directory;
  private @Nullable HeldLock presence;

  DirectoryUsers(DataDirectory directory) {
    this.directory = directory;
  }

  /** Runs the action while nobody else comes or goes, starts or stops the server. */
  void deciding(Runnable action) {
    HeldLock decision = HeldLock.exclusive(directory.decisionLock());
    try {
      action.run();
    } finally {
      decision.close();
    }
  }

  void enter() {
    presence = HeldLock.shared(directory.usersLock());
  }

  void leave() {
    HeldLock held = presence;
    presence = null;
    if (held != null) {
      held.close();
    }
  }

  /** Whether nobody has the directory open, this process included. */
  boolean areNone() {
    return HeldLock.isFree(directory.usersLock());
  }
}

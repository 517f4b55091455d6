package io.tidemark.embedded;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server of one directory as all openers of this JVM share it. Guarded by {@link
 * ServerRegistry}.
 */
final class SharedServer {
  private final DataDirectory directory;
  private final DirectoryUsers users;
  private final UnusedServer unused;
  private int openers;
  private Consumer<String> progress = message -> {};
  private volatile @Nullable Postmaster postmaster;
  private volatile String password = "";

  SharedServer(DataDirectory directory) {
    this.directory = directory;
    this.users = new DirectoryUsers(directory);
    this.unused = new UnusedServer(directory);
  }

  Path directory() {
    return directory.root();
  }

  Postmaster postmaster() {
    Postmaster current = postmaster;
    if (current == null) {
      throw new IllegalStateException("No server was opened on " + directory.root());
    }
    return current;
  }

  String password() {
    return password;
  }

  void join(EmbeddedPostgresOptions options) {
    users.deciding(
        () -> {
          if (openers == 0) {
            users.enter();
          }
          try {
            unused.arrange(options);
            postmaster = new ServerStart(directory, options).ensureRunning();
            password = directory.password();
            progress = options.progress();
            openers++;
          } finally {
            if (openers == 0) {
              users.leave();
            }
          }
        });
  }

  void leave() {
    openers--;
    if (openers == 0) {
      users.leave(); // first: whoever decides just now may be waiting for us
      users.deciding(
          () -> {
            if (users.areNone()) {
              unused.leave(progress);
            }
          });
    }
  }

  boolean isUnused() {
    return openers == 0;
  }
}

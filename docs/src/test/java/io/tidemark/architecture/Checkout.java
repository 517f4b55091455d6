package io.tidemark.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is that these tests are part of. */
public final class Checkout {
  private Checkout() {}

  /** The directory of the root pom: surefire starts in the module, an IDE may start above it. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isRegularFile(directory.resolve("mvnw"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          "No checkout: expected mvnw in %s or above it, actual none"
              .formatted(Path.of("").toAbsolutePath()));
    }
    return directory;
  }
}

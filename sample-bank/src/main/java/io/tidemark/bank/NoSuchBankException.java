package io.tidemark.bank;

import io.tidemark.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** There is no bank in a directory; the message names the one that was probably meant. */
public final class NoSuchBankException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST_LOOKED_AT = 1_000;

  NoSuchBankException(Path directory) {
    super(
        "No bank in %s: %s%s"
            .formatted(
                directory,
                found(directory),
                nearest(directory)
                    .map("; the nearest is "::concat)
                    .orElse(
                        canBecomeBank(directory) ? "; 'open' and 'import' make a new one" : "")));
  }

  private static String found(Path directory) {
    if (!Files.exists(directory)) {
      return "no such directory";
    }
    if (!Files.isDirectory(directory)) {
      return "not a directory";
    }
    return canBecomeBank(directory) ? "an empty directory" : "it holds other files";
  }

  private static boolean canBecomeBank(Path directory) {
    return !Files.exists(directory)
        || (Files.isDirectory(directory)
            && Files.isReadable(directory)
            && children(directory).findAny().isEmpty());
  }

  /** Beside it, below it or above it, by its name. */
  private static Optional<String> nearest(Path directory) {
    Path absolute = directory.toAbsolutePath();
    String name = String.valueOf(absolute.getFileName());
    Path parent = absolute.getParent();
    if (parent == null) {
      return Optional.empty();
    }
    return Stream.concat(Stream.of(parent), Stream.concat(children(absolute), children(parent)))
        .filter(EmbeddedPostgres::isInitialised)
        .map(Path::toString)
        .min(Comparator.comparingInt(bank -> distance(name, bank)));
  }

  private static int distance(String name, String bank) {
    String other = String.valueOf(Path.of(bank).getFileName());
    return LevenshteinDistance.getDefaultInstance().apply(name, other);
  }

  private static Stream<Path> children(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.limit(MOST_LOOKED_AT).toList().stream();
    } catch (IOException | UncheckedIOException notReadable) {
      return Stream.empty();
    }
  }
}

package io.tidemark.projection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A version of code, derived from the bytecode of the classes in which keys and folds are written.
 * What those call is not looked at.
 */
final class FoldVersion {
  private static final int SHOWN_BYTES = 12;

  private FoldVersion() {}

  /** Refuses a number that is no version. */
  static void requireValid(String projection, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "Invalid version of projection %s: expected at least 1, actual %d"
              .formatted(projection, number));
    }
  }

  /** In words; empty if a class cannot be read, as in a native image. */
  static String of(Collection<? extends EventSource<?, ?, ?>> sources) {
    TreeMap<String, byte[]> classes = new TreeMap<>();
    for (EventSource<?, ?, ?> source : sources) {
      for (Class<?> code : source.classes().toList()) {
        Optional<byte[]> bytes = bytecode(code);
        if (bytes.isEmpty()) {
          return "";
        }
        classes.put(source.inWords() + " " + writtenIn(code), bytes.get());
      }
    }
    MessageDigest digest = sha256();
    classes.forEach(
        (name, bytes) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    return "code " + HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }

  /**
   * The class of a lambda is made while the program runs; its name begins with that of its host.
   */
  private static String writtenIn(Class<?> code) {
    String name = code.getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  private static Optional<byte[]> bytecode(Class<?> code) {
    ClassLoader loader = code.getClassLoader();
    String resource = writtenIn(code).replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

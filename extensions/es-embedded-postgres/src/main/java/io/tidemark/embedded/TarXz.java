package io.tidemark.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks a tar archive compressed with xz, keeping symbolic links and which files are executable.
 */
final class TarXz {
  private static final int ANYBODY_MAY_EXECUTE = 0111;
  private static final int BUFFER = 1 << 16;

  private TarXz() {}

  static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(archive, BUFFER)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = inside(target, target.resolve(entry.getName()));
        Files.createDirectories(parentOf(path));
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          allow(path, "rwxr-xr-x");
        } else if (entry.isSymbolicLink()) {
          inside(target, path.resolveSibling(entry.getLinkName()));
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          allow(path, (entry.getMode() & ANYBODY_MAY_EXECUTE) == 0 ? "rw-r--r--" : "rwxr-xr-x");
        }
      }
    }
  }

  private static Path inside(Path target, Path path) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(target)) {
      throw new IOException("The archive reaches outside: " + path);
    }
    return normal;
  }

  private static Path parentOf(Path path) {
    return Objects.requireNonNull(path.getParent(), "parent");
  }

  /** Set, not left to the umask: a server started by root runs as somebody else. */
  private static void allow(Path path, String permissions) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }
}

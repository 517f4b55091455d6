package io.tidemark.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of one start, written to a file of their own that {@code postgresql.conf} includes.
 */
final class ServerSettings {
  static final String FILE = "tidemark.conf";

  private ServerSettings() {}

  static void write(DataDirectory directory, EmbeddedPostgresOptions options, int port) {
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    settings.put("listen_addresses", Loopback.ADDRESS);
    settings.put("port", Integer.toString(port));
    // A socket file would be of no use to JDBC, and its path may be at most some 100 characters
    // long.
    settings.put("unix_socket_directories", "");
    String text =
        settings.entrySet().stream()
            .map(
                setting ->
                    setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(directory.cluster().resolve(FILE), "# Written at every start.\n" + text);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot write the settings of "
              + directory.root()
              + ": "
              + EmbeddedPostgresException.reason(e),
          e);
    }
  }

  /** The port asked for; else the preferred one, if it is free; else any that is free. */
  static int choosePort(EmbeddedPostgresOptions options, int preferred) {
    if (options.port() != 0) {
      return options.port();
    }
    try {
      return bind(preferred);
    } catch (IOException taken) {
      try {
        return bind(0);
      } catch (IOException e) {
        throw new EmbeddedPostgresException(
            "No free port on 127.0.0.1: " + EmbeddedPostgresException.reason(e), e);
      }
    }
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(Loopback.port(port));
      return socket.getLocalPort();
    }
  }
}

package io.tidemark.testdatabase;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks for a Docker engine without starting Testcontainers, which is slow and loud when there is
 * none.
 */
final class DockerEngine {
  private DockerEngine() {}

  /** An engine that is named explicitly is believed to be there; a local one is asked. */
  static boolean answers() {
    String host = System.getenv("DOCKER_HOST");
    if (host != null && !host.isBlank()) {
      return true;
    }
    return answers(Path.of("/var/run/docker.sock"))
        || answers(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
  }

  private static boolean answers(Path socketFile) {
    if (!Files.exists(socketFile)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socketFile));
      channel.write(
          ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .contains(" 200 ");
    } catch (IOException noEngine) {
      return false;
    }
  }
}

package io.tidemark.testdatabase;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client's connection through a {@link CuttingProxy}: one thread per direction. */
final class ProxiedConnection {
  private static final int BUFFER = 1 << 16;

  /** How PostgreSQL says that it is done and in no transaction: ready for query, length 5, idle. */
  private static final String DONE = "Z\0\0\0\5I";

  private final CuttingProxy proxy;
  private final Socket client;
  private final Socket server;
  private final Gate gate;
  private volatile boolean losingAnswer;
  private String sent = "";
  private String lost = "";

  ProxiedConnection(CuttingProxy proxy, Socket client, Socket server, Gate gate) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    this.gate = gate;
  }

  void start() {
    CuttingProxy.startDaemon("proxy-to-server", () -> pump(client, server, this::watchClient));
    CuttingProxy.startDaemon("proxy-to-client", () -> pump(server, client, this::swallowsAnswer));
  }

  void cut() {
    close(client);
    close(server);
    proxy.forget(this);
  }

  /** Always forwards; but from the marker on, answers are lost. */
  private boolean watchClient(byte[] bytes, int length) {
    byte @Nullable [] marker = proxy.marker();
    if (marker == null) {
      sent = "";
      return false;
    }
    sent += new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (sent.contains(new String(marker, StandardCharsets.ISO_8859_1))
        && proxy.takeMarker(marker)) {
      losingAnswer = true;
    }
    sent = sent.substring(Math.max(0, sent.length() - marker.length));
    return false;
  }

  private boolean swallowsAnswer(byte[] bytes, int length) {
    if (!losingAnswer) {
      return false;
    }
    lost += new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (lost.contains(DONE)) {
      proxy.answerLost();
      cut();
    }
    return true;
  }

  private void pump(Socket from, Socket to, Filter filter) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int length = from.getInputStream().read(buffer);
          length >= 0;
          length = from.getInputStream().read(buffer)) {
        gate.pass();
        if (!filter.swallows(buffer, length)) {
          to.getOutputStream().write(buffer, 0, length);
        }
      }
    } catch (IOException cutOrGone) {
      // The end of this connection either way.
    } finally {
      cut();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to close.
    }
  }

  @FunctionalInterface
  private interface Filter {
    boolean swallows(byte[] bytes, int length);
  }
}

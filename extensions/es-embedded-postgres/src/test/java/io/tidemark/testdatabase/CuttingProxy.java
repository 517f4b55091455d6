package io.tidemark.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a PostgreSQL server that fails on demand. The connections must not
 * be encrypted.
 *
 * <p>Thread-safe.
 */
public final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate();
  private final AtomicReference<byte @Nullable []> marker = new AtomicReference<>();
  private final AtomicInteger cuts = new AtomicInteger();

  private CuttingProxy(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
  }

  /** Listens on a free port of 127.0.0.1 and connects every client to this server. */
  public static CuttingProxy to(String host, int port) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      CuttingProxy proxy = new CuttingProxy(listener, new InetSocketAddress(host, port));
      startDaemon("proxy-accept", proxy::acceptAll);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port clients connect to, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection there is now; later ones work. */
  public void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  /**
   * Once: the next connection whose client sends these characters is cut when the server has
   * carried out what was sent, and the server's answer is lost. With {@code "COMMIT"}: committed,
   * but the client does not know.
   */
  public void loseAnswerTo(String clientBytes) {
    marker.set(clientBytes.getBytes(StandardCharsets.US_ASCII));
  }

  /** How many connections {@link #loseAnswerTo} has cut. */
  public int answersLost() {
    return cuts.get();
  }

  /** Holds back all bytes in both directions, and new connections, until {@link #resume()}. */
  public void pause() {
    gate.shut();
  }

  /** Forwards what was held back and all that follows. */
  public void resume() {
    gate.open();
  }

  /** Cuts all connections and accepts no more. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    gate.open();
    cutAll();
  }

  /** The marker that is armed now, or none. */
  byte @Nullable [] marker() {
    return marker.get();
  }

  /** Whether the caller is the one that may act on this marker. */
  boolean takeMarker(byte[] seen) {
    return marker.compareAndSet(seen, null);
  }

  void answerLost() {
    cuts.incrementAndGet();
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  static void startDaemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        accept(listener.accept());
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A server that is down looks to the client like a connection that ends at once. */
  private void accept(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException serverDown) {
      client.close();
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, server, gate);
    connections.add(connection);
    connection.start();
    if (listener.isClosed()) {
      connection.cut();
    }
  }
}

package io.tidemark.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The only address a server listens on. Java's own notion of it is IPv6 on some machines. */
final class Loopback {
  static final String ADDRESS = "127.0.0.1";

  private static final byte[] BYTES = {127, 0, 0, 1};

  private Loopback() {}

  static InetSocketAddress port(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(BYTES), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}

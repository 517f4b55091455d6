package peers;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The peers that are open: each is opened when it is first asked for, and shared by the entries of
 * one work.
 */
final class OpenPeers implements AutoCloseable {
  private final Map<String, Peer> open = new LinkedHashMap<>();

  /** Opens a peer. */
  interface Opener {
    Peer open() throws Exception;
  }

  Peer peer(String key, Opener opener) {
    return open.computeIfAbsent(
        key,
        k -> {
          try {
            return opener.open();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  Peer limit(String db) {
    return peer("limit", () -> new LimitPeer(db, false));
  }

  Peer axon(String db) {
    return peer("axon", () -> new AxonPeer(db, 100, 1, false));
  }

  Peer axonTuned(String db) {
    return peer("axonTuned", () -> new AxonPeer(db, 5000, 1000, false));
  }

  Peer messageDb(String db) {
    return peer("messageDb", () -> new MessageDbPeer(db, 1000));
  }

  Peer messageDbTuned(String db) {
    return peer("messageDbTuned", () -> new MessageDbPeer(db, 10_000));
  }

  Peer pekko(String db) {
    return peer("pekko", () -> new PekkoPeer(db, false));
  }

  Peer pekkoTuned(String db) {
    return peer("pekkoTuned", () -> new PekkoPeer(db, true));
  }

  Peer tidemarkCommands(String db) {
    TidemarkPeer store = (TidemarkPeer) tidemark(db);
    return peer("tidemarkCommands", () -> new TidemarkCommandsPeer(store));
  }

  Peer tidemark(String db) {
    return peer("tidemark", () -> new TidemarkPeer(db, false));
  }

  Peer tidemarkOther(String db) {
    return peer("tidemarkOther", () -> new TidemarkPeer(db, true));
  }

  @Override
  public void close() throws Exception {
    for (Peer peer : open.values()) peer.close();
    open.clear();
  }
}

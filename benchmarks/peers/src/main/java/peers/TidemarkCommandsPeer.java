package peers;

import io.tidemark.aggregate.Aggregate;
import io.tidemark.aggregate.AggregateRepository;
import java.util.List;

/** Appends by commands on an aggregate, which finds the version by itself, as an actor does. */
final class TidemarkCommandsPeer implements Peer {
  private final TidemarkPeer store;
  private final AggregateRepository<Account, Event> accounts;

  /** Folds what the peers fold. */
  static final class Account extends Aggregate<Event> {
    private final Totals totals = new Totals();

    void book(Event event) {
      raise(event);
    }

    @Override
    protected void apply(Event event) {
      totals.add(event);
    }
  }

  /**
   * @param store opened and closed by the caller
   */
  TidemarkCommandsPeer(TidemarkPeer store) {
    this.store = store;
    this.accounts = store.repository("account", Account::new);
  }

  @Override
  public void append(String stream, long version, List<Event> events) {
    String key = stream.substring(stream.indexOf('-') + 1);
    accounts.execute(key, account -> events.forEach(account::book));
  }

  @Override
  public long version(String stream) {
    return store.version(stream);
  }

  @Override
  public Totals load(String stream) {
    return store.load(stream);
  }

  @Override
  public Totals replay() {
    return store.replay();
  }
}

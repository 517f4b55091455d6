package io.tidemark.bank.stream;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.AccountEvent;
import io.tidemark.codec.EventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Money that came to an account or left it, in whatever way: what all streams are about.
 *
 * @param account which
 * @param amount by how much its balance changed; negative if money left
 */
public record Movement(String account, BigDecimal amount) {
  /** Reads the events of accounts; those that move no money are none. Writes nothing. */
  public static final EventCodec<Movement> CODEC = new OfAccounts();

  /** How much left the account; negative if some came. */
  BigDecimal paid() {
    return amount.negate();
  }

  /** The account if money left it, else null. */
  @Nullable String payer() {
    return amount.signum() < 0 ? account : null;
  }

  private static final class OfAccounts implements EventCodec<Movement> {
    @Override
    public List<Movement> decode(RecordedEvent event) {
      return Account.CODEC.decode(event).stream()
          .map(AccountEvent::change)
          .filter(change -> change.signum() != 0)
          .map(change -> new Movement(event.stream().key(), change))
          .toList();
    }

    @Override
    public EventData encode(Movement event, Metadata metadata, Instant occurredAt) {
      throw new UnsupportedOperationException("Movements are read; accounts write their events");
    }

    @Override
    public Set<String> types() {
      return Account.CODEC.types();
    }

    @Override
    public Set<String> namesOf(String type) {
      return Account.CODEC.namesOf(type);
    }
  }
}

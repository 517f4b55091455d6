package io.tidemark.bank.berka;

import io.tidemark.bank.account.AccountEvent.TransactionImported;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One row of the file.
 *
 * @param accountId the account it is about
 * @param date the day it happened
 * @param transaction what happened
 */
public record BerkaRow(String accountId, LocalDate date, TransactionImported transaction) {

  /** Midnight, UTC, at the beginning of its day. */
  public Instant occurredAt() {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}

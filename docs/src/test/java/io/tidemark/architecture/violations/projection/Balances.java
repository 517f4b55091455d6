package io.tidemark.architecture.violations.projection;

import io.tidemark.architecture.violations.bank.Teller;

/** Planted: a projection that knows the bank, which knows the projection: also a cycle. */
public final class Balances {
  Class<?> laterModule = Teller.class;
}

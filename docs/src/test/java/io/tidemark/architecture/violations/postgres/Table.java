package io.tidemark.architecture.violations.postgres;

import io.tidemark.architecture.violations.projection.Balances;

/** Planted: a store that knows a projection. */
public final class Table {
  Class<?> laterModule = Balances.class;
}

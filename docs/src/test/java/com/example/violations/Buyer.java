package com.example.violations;

import io.tidemark.architecture.violations.projection.Balances;

/** Planted: a sample that touches what is not API. */
public final class Buyer {
  Class<?> projection = Balances.class;
}

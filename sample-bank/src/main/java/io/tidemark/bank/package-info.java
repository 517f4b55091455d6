/** Wires the bank: where its data is, its store, aggregates, transfers and read models. */
@NullMarked
package io.tidemark.bank;

import org.jspecify.annotations.NullMarked;

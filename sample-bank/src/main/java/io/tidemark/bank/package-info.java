/**
 * Wires the bank: where its data is, its store, aggregates, transfers and read models.
 *
 * <p>Entry point: {@link io.tidemark.bank.Bank}.
 */
@NullMarked
package io.tidemark.bank;

import org.jspecify.annotations.NullMarked;

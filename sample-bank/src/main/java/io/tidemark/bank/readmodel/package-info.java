/**
 * The projections of the bank, and the rows they keep.
 *
 * <p>Entry point: {@link io.tidemark.bank.readmodel.BankQueries}.
 */
@NullMarked
package io.tidemark.bank.readmodel;

import org.jspecify.annotations.NullMarked;

/**
 * Money from one account to another, over streams that commit one by one.
 *
 * <p>Entry point: {@link io.tidemark.bank.transfer.Transfers}.
 */
@NullMarked
package io.tidemark.bank.transfer;

import org.jspecify.annotations.NullMarked;

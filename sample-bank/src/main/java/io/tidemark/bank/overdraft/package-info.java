/**
 * How far below zero an account may be, as agreed with its owner.
 *
 * <p>Entry point: {@link io.tidemark.bank.overdraft.OverdraftLimit}.
 */
@NullMarked
package io.tidemark.bank.overdraft;

import org.jspecify.annotations.NullMarked;

/**
 * Accounts: their events, their rules, and what is refused.
 *
 * <p>Entry point: {@link io.tidemark.bank.account.Account}.
 */
@NullMarked
package io.tidemark.bank.account;

import org.jspecify.annotations.NullMarked;

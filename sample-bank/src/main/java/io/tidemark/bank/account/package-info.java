/** Accounts: their events, their rules, and what is refused. */
@NullMarked
package io.tidemark.bank.account;

import org.jspecify.annotations.NullMarked;

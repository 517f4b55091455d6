/** Money from one account to another, over streams that commit one by one. */
@NullMarked
package io.tidemark.bank.transfer;

import org.jspecify.annotations.NullMarked;

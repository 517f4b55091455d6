/** How rows of the bank look in a terminal and in JSON. */
@NullMarked
package io.tidemark.bank.text;

import org.jspecify.annotations.NullMarked;

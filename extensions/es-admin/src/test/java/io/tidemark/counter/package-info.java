/**
 * Another application than the bank: counters of clicks, and the admin commands mounted on them.
 */
@NullMarked
package io.tidemark.counter;

import org.jspecify.annotations.NullMarked;

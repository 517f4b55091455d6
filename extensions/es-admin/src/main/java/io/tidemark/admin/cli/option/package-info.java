/**
 * Options that several commands share, to be mixed into a command of picocli: which events count,
 * at which point in history one looks, and whether the answer is JSON.
 *
 * <p>Entry points: {@link io.tidemark.admin.cli.option.AsOfOptions} and {@link
 * io.tidemark.admin.cli.option.StreamAsOfOptions}.
 */
@NullMarked
package io.tidemark.admin.cli.option;

import org.jspecify.annotations.NullMarked;

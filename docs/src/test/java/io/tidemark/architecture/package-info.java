/** The shape that every module must keep: who may know whom, and how large a file may grow. */
@NullMarked
package io.tidemark.architecture;

import org.jspecify.annotations.NullMarked;

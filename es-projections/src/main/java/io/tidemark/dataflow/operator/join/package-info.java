/** Operators of two inputs. Not API. */
@NullMarked
package io.tidemark.dataflow.operator.join;

import org.jspecify.annotations.NullMarked;

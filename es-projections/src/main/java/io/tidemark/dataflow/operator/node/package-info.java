/**
 * What the operators are made of, and the plain ones: each a {@link
 * io.tidemark.dataflow.operator.node.Node} that is asked for its changes once for each step. Not
 * API.
 */
@NullMarked
package io.tidemark.dataflow.operator.node;

import org.jspecify.annotations.NullMarked;

/**
 * How a statement becomes a plan: Calcite's parser makes a tree of the text, and here its names are
 * found, its types follow, and operators come out. {@link io.tidemark.sql.plan.QueryCompiler} is
 * where it begins.
 *
 * <p>Not API.
 */
@NullMarked
package io.tidemark.sql.plan;

import org.jspecify.annotations.NullMarked;

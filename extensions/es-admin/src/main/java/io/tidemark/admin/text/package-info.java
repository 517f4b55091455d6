/** How events and figures look in a terminal and as JSON. Not API. */
@NullMarked
package io.tidemark.admin.text;

import org.jspecify.annotations.NullMarked;

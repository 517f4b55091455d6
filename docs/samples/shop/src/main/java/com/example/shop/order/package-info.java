/** What was ordered, and what became of it. */
@NullMarked
package com.example.shop.order;

import org.jspecify.annotations.NullMarked;

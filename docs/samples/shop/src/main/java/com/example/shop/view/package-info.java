/** The read models: what one can ask for. */
@NullMarked
package com.example.shop.view;

import org.jspecify.annotations.NullMarked;

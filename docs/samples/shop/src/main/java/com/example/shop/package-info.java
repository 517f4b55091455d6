/** The shop in one piece, its HTTP interface, and what goes on in the background. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;

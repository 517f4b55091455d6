/** Who buys, and whose e-mail address is whose. */
@NullMarked
package com.example.shop.customer;

import org.jspecify.annotations.NullMarked;

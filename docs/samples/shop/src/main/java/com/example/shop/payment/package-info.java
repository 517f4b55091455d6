/** What was paid for an order. */
@NullMarked
package com.example.shop.payment;

import org.jspecify.annotations.NullMarked;

package com.example.shop.order;

/** How far an order got. */
public enum OrderStatus {
  /** Nobody has placed it yet. */
  NEW,
  /** Placed, and to be paid. */
  PLACED,
  /** Paid in full. */
  PAID,
  /** Will not be delivered. */
  CANCELLED
}

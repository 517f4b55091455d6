package com.example.shop;

import com.example.shop.order.OrderLine;
import java.math.BigDecimal;
import java.util.List;

/** What comes in as JSON. A property that is missing is refused when it is read. */
final class Requests {
  private Requests() {}

  record NewCustomer(String name, String email) {}

  record NewOrder(String customer, List<OrderLine> lines) {
    NewOrder {
      lines = List.copyOf(lines); // refuses null among them
    }
  }

  record Money(String reference, BigDecimal amount) {}
}

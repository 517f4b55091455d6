package com.example.shop.order;

import com.example.shop.order.OrderEvent.Cancelled;
import com.example.shop.order.OrderEvent.Paid;
import com.example.shop.order.OrderEvent.PaidTooLate;
import com.example.shop.order.OrderEvent.Placed;
import io.tidemark.aggregate.Aggregate;
import io.tidemark.codec.EventCodec;
import java.math.BigDecimal;
import java.util.List;

/** What a customer wants to have. Whatever is asked of it twice, is done once. */
public final class Order extends Aggregate<OrderEvent> {
  /** The category of the streams of orders. */
  public static final String CATEGORY = "order";

  /** How their events are stored. */
  public static final EventCodec<OrderEvent> CODEC = new OrderCodec();

  /** A total that no table could keep would stop everything that follows orders. */
  private static final BigDecimal HIGHEST_PRICE = new BigDecimal(1_000_000);

  // region order
  private OrderStatus status = OrderStatus.NEW;
  private String customer = "";
  private List<OrderLine> lines = List.of();
  private boolean isPaidTooLate;

  /** A customer wants these things. */
  public void place(String newCustomer, List<OrderLine> newLines) {
    if (status == OrderStatus.NEW) {
      newLines.forEach(this::requireSellable);
      require(!newLines.isEmpty(), "at least one line", "none");
      raise(new Placed(newCustomer, newLines));
    } else {
      require(newCustomer.equals(customer) && newLines.equals(lines), "a new order", "another one");
    }
  }

  /** All of it was paid. */
  public void confirmPaid() {
    if (status == OrderStatus.PLACED) {
      raise(new Paid());
    } else if (status == OrderStatus.CANCELLED && !isPaidTooLate) {
      raise(new PaidTooLate());
    }
  }

  /** The customer does not want it any more. */
  public void cancel() {
    if (status != OrderStatus.CANCELLED) {
      require(status == OrderStatus.PLACED, "one that is placed and not paid", status);
      raise(new Cancelled("by the customer"));
    }
  }

  /** The time in which it had to be paid is over; does nothing if it is paid. */
  public void cancelUnpaid() {
    if (status == OrderStatus.PLACED) {
      raise(new Cancelled("not paid in time"));
    }
  }

  @Override
  protected void apply(OrderEvent event) {
    if (event instanceof Placed placed) {
      status = OrderStatus.PLACED;
      customer = placed.customer();
      lines = placed.lines();
    } else if (event instanceof Paid) {
      status = OrderStatus.PAID;
    } else if (event instanceof Cancelled) {
      status = OrderStatus.CANCELLED;
    } else if (event instanceof PaidTooLate) {
      isPaidTooLate = true;
    }
  }

  // end

  /** How far it got. */
  public OrderStatus status() {
    return status;
  }

  /** What it costs. */
  public BigDecimal total() {
    return total(lines);
  }

  /** What these things cost. */
  public static BigDecimal total(List<OrderLine> lines) {
    return lines.stream().map(OrderLine::total).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void requireSellable(OrderLine line) {
    require(line.quantity() > 0, "a quantity of at least 1", line.quantity());
    require(
        line.price().signum() >= 0
            && line.price().scale() <= 2
            && line.price().compareTo(HIGHEST_PRICE) <= 0,
        "a price of 0 to a million with at most two decimals",
        line.price());
  }

  private void require(boolean isTrue, String expected, Object actual) {
    if (!isTrue) {
      throw new OrderRefusedException(id(), expected, actual);
    }
  }
}

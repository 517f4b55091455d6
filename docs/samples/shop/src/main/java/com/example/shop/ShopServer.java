package com.example.shop;

import com.example.shop.Requests.Money;
import com.example.shop.Requests.NewCustomer;
import com.example.shop.Requests.NewOrder;
import com.example.shop.customer.EmailTakenException;
import com.example.shop.order.OrderRefusedException;
import com.example.shop.payment.PaymentRefusedException;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidemark.AsOf;
import io.tidemark.InvalidEventException;
import io.tidemark.RetryableException;
import io.tidemark.aggregate.CommandResult;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** The shop over HTTP. */
final class ShopServer implements AutoCloseable {
  private final Shop shop;
  private final Javalin javalin;

  private ShopServer(Shop shop) {
    this.shop = shop;
    this.javalin =
        Javalin.create(
            config -> {
              config.jsonMapper(new Json());
              config.startup.showJavalinBanner = false;
              commands(config.routes);
              queries(config.routes);
              errors(config.routes);
            });
  }

  /** Listens on this port of this machine; on any free one for 0. */
  static ShopServer start(Shop shop, int port) {
    ShopServer server = new ShopServer(shop);
    server.javalin.start("127.0.0.1", port);
    return server;
  }

  int port() {
    return javalin.port();
  }

  // region routes
  private void commands(RoutesConfig routes) {
    routes.put(
        "/customers/{id}",
        context -> {
          NewCustomer body = context.bodyAsClass(NewCustomer.class);
          answer(context, shop.register(id(context), body.name(), body.email()));
        });
    routes.put(
        "/orders/{id}",
        context -> {
          NewOrder body = context.bodyAsClass(NewOrder.class);
          answer(context, shop.place(id(context), body.customer(), body.lines()));
        });
    routes.post(
        "/orders/{id}/payments",
        context -> {
          Money body = context.bodyAsClass(Money.class);
          answer(context, shop.pay(id(context), body.reference(), body.amount()));
        });
    routes.delete("/orders/{id}", context -> answer(context, shop.cancel(id(context))));
  }

  private static void answer(Context context, CommandResult result) {
    context.json(new Done(result.version(), result.position()));
  }

  /** Whoever waits for the position reads what the command wrote. */
  record Done(long version, long position) {}

  private void queries(RoutesConfig routes) {
    routes.get("/customers", context -> context.json(shop.customers()));
    routes.get(
        "/orders",
        context ->
            context.json(
                shop.orders(
                    context.queryParam("asOf") == null
                        ? AsOf.latest()
                        : AsOf.position(number(context, "asOf")))));
    routes.get(
        "/orders/{id}", context -> context.json(shop.order(id(context), number(context, "after"))));
    routes.get("/metrics", context -> context.result(shop.metrics()));
    routes.get(
        "/health",
        context ->
            context
                .status(shop.isHealthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .json(shop.followers()));
  }

  // end

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static long number(Context context, String parameter) {
    String text = context.queryParam(parameter);
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: expected a position, actual %s".formatted(parameter, text), e);
    }
  }

  // region errors
  private static void errors(RoutesConfig routes) {
    refused(routes, IllegalArgumentException.class, HttpStatus.BAD_REQUEST);
    refused(routes, InvalidEventException.class, HttpStatus.BAD_REQUEST);
    routes.exception(
        JacksonException.class, // behind the reason its message tells of Jackson
        (error, context) ->
            refuse(
                context,
                HttpStatus.BAD_REQUEST,
                error.getOriginalMessage().replaceFirst("; `.*", "")));
    refused(routes, NotFoundException.class, HttpStatus.NOT_FOUND);
    refused(routes, EmailTakenException.class, HttpStatus.CONFLICT);
    refused(routes, OrderRefusedException.class, HttpStatus.CONFLICT);
    refused(routes, PaymentRefusedException.class, HttpStatus.CONFLICT);
    refused(routes, IllegalStateException.class, HttpStatus.CONFLICT);
    refused(routes, RetryableException.class, HttpStatus.SERVICE_UNAVAILABLE); // send it again
  }

  private static void refused(
      RoutesConfig routes, Class<? extends RuntimeException> type, HttpStatus status) {
    routes.exception(
        type, (error, context) -> refuse(context, status, String.valueOf(error.getMessage())));
  }

  private static void refuse(Context context, HttpStatus status, String reason) {
    context.status(status).json(Map.of("error", reason));
  }

  // end

  @Override
  public void close() {
    javalin.stop();
  }
}

package io.tidemark.kotlin

import io.tidemark.AsOf
import io.tidemark.aggregate.Aggregate
import io.tidemark.aggregate.AggregateRepository
import io.tidemark.codec.EventTypes
import io.tidemark.codec.JacksonEventCodec
import io.tidemark.kotlin.OrderEvent.Cancelled
import io.tidemark.kotlin.OrderEvent.Paid
import io.tidemark.kotlin.OrderEvent.Placed
import io.tidemark.postgres.PostgresEventStore
import io.tidemark.projection.Projection
import io.tidemark.projection.postgres.PostgresProjections
import io.tidemark.readmodel.Filter
import io.tidemark.readmodel.ReadModelQuery
import io.tidemark.readmodel.ReadModels
import io.tidemark.testdatabase.TestDatabase
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import tools.jackson.module.kotlin.kotlinModule
import java.math.BigDecimal

/** Any annotation of this name that is kept at run time tells that a component may be null; Kotlin's `?` is not kept. */
@Target(AnnotationTarget.FIELD)
annotation class Nullable

@JvmRecord
data class Order(val id: String, val customer: String, val paid: BigDecimal, @field:Nullable val note: String?)

data class NoRecord(val id: String)

class OrderAggregate : Aggregate<OrderEvent>() {
    var isPaid = false
        private set

    fun place(customer: String, note: String?) = raise(Placed(customer, listOf(Line("bolt", 1)), note))

    fun pay(amount: BigDecimal) {
        check(!isPaid) { "Paid already" }
        raise(Paid(amount))
    }

    override fun apply(event: OrderEvent) {
        when (event) {
            is Paid -> isPaid = true
            is Placed, Cancelled -> {}
        }
    }
}

/** An aggregate, its log and a read model on PostgreSQL. */
class RowsTest {
    private val codec = JacksonEventCodec.builder(EventTypes.ofSealed(OrderEvent::class.java)).module(kotlinModule()).build()

    private val orders = Projection.named("orders", Order::class.java, Order::id)
        .from("order", codec)
        .keyedBy { _, recorded -> recorded.stream().key() }
        .fold { row, event, recorded ->
            when (event) {
                is Placed -> Order(recorded.stream().key(), event.customer, BigDecimal.ZERO, event.note)
                is Paid -> row?.copy(paid = row.paid + event.amount)
                Cancelled -> null
            }
        }

    @Test
    fun `data classes go the whole way and rows come back equal`() {
        TestDatabase.create().use { database ->
            PostgresEventStore.builder(database.dataSource()).build().use { store ->
                val repository = AggregateRepository.of("order", ::OrderAggregate, store, codec)
                repository.execute("1") { it.place("Ada", "by noon") }
                repository.execute("1") { it.pay(BigDecimal("12.50")) }
                repository.execute("2") { it.place("Bob", null) }
                assertThatThrownBy { repository.execute("1") { it.pay(BigDecimal.ONE) } }.hasMessage("Paid already")
                assertThat(repository.load("1", AsOf.version(1)).isPaid).isFalse()

                val projections = PostgresProjections.of(store)
                projections.catchUp(orders)
                val rows = ReadModels.of(projections).of(orders)
                assertThat(rows.findAll()).containsExactly(
                    Order("1", "Ada", BigDecimal("12.50"), "by noon"),
                    Order("2", "Bob", BigDecimal("0"), null),
                )
                assertThat(rows.findAll(ReadModelQuery.all().where(Filter.where("customer").equalTo("Bob")))).hasSize(1)
            }
        }
    }

    @Test
    fun `a row that is no record is refused, and told so`() {
        assertThatThrownBy { Projection.named("orders", NoRecord::class.java, NoRecord::id) }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageContaining("expected a record")
    }
}

package io.tidemark.kotlin

import io.tidemark.EventDecodingException
import io.tidemark.InvalidEventException
import io.tidemark.Metadata
import io.tidemark.codec.EventTypes
import io.tidemark.codec.JacksonEventCodec
import io.tidemark.kotlin.OrderEvent.Cancelled
import io.tidemark.kotlin.OrderEvent.Paid
import io.tidemark.kotlin.OrderEvent.Placed
import io.tidemark.kotlin.StockEvent.Picked
import io.tidemark.kotlin.StockEvent.Received
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import tools.jackson.module.kotlin.kotlinModule
import java.math.BigDecimal
import java.time.Instant

/** What the codec makes of Kotlin's data classes. */
class EventsTest {
    private val orders = JacksonEventCodec.builder(EventTypes.ofSealed(OrderEvent::class.java)).module(kotlinModule()).build()
    private val stock = JacksonEventCodec.ofSealed(StockEvent::class.java)
    private val stockWithModule =
        JacksonEventCodec.builder(EventTypes.ofSealed(StockEvent::class.java)).module(kotlinModule()).build()

    private fun <E : Any> JacksonEventCodec<E>.thereAndBack(event: E): Any {
        val data = encode(event, Metadata.empty(), Instant.EPOCH)
        return decode(recorded(data.type(), data.data())).single()
    }

    @Test
    fun `data classes come back equal`() {
        listOf(
            Placed("Ada", listOf(Line("bolt", 3), Line("nut", 0)), "by noon"),
            Placed("Ada", listOf(), null),
            Paid(BigDecimal("12.50"), "CHF", 3),
            Cancelled,
        ).forEach { assertThat(orders.thereAndBack(it)).isEqualTo(it) }
    }

    @Test
    fun `a component that may be null may be absent`() {
        val data = """{"customer":"Ada","lines":[]}"""
        assertThat(orders.decode(recorded("Placed", data))).containsExactly(Placed("Ada", listOf(), null))
    }

    @Test
    fun `a component with a default may be absent, a number too`() {
        assertThat(orders.decode(recorded("Paid", """{"amount":7}"""))).containsExactly(Paid(BigDecimal("7"), "EUR", 1))
    }

    @Test
    fun `any other component is required, deep down too`() {
        for ((type, data) in listOf(
            "Placed" to """{"lines":[]}""",
            "Placed" to """{"customer":null,"lines":[]}""",
            "Placed" to """{"customer":"Ada"}""",
            "Placed" to """{"customer":"Ada","lines":[{"item":"bolt"}]}""",
            "Placed" to """{"customer":"Ada","lines":[{"item":"bolt","quantity":null}]}""",
            "Placed" to """{"customer":"Ada","lines":[null]}""",
            "Paid" to """{}""",
            "Paid" to """{"amount":7,"currency":null}""",
            "Paid" to """{"amount":7,"instalments":null}""",
        )) {
            assertThatThrownBy { orders.decode(recorded(type, data)) }.`as`(data).isInstanceOf(EventDecodingException::class.java)
        }
    }

    @Test
    fun `records need no module, but then nothing may be absent`() {
        val received = Received(3, "Acme")
        assertThat(stock.thereAndBack(received)).isEqualTo(received)
        assertThatThrownBy { stock.decode(recorded("Received", """{"quantity":3}""")) }
            .isInstanceOf(EventDecodingException::class.java)
        assertThatThrownBy { stock.thereAndBack(Picked(3, null)) }
            .isInstanceOf(InvalidEventException::class.java)
            .hasMessageContaining("note")
    }

    @Test
    fun `records with the module are as any data class`() {
        assertThat(stockWithModule.thereAndBack(Picked(3, null))).isEqualTo(Picked(3, null))
        assertThat(stockWithModule.decode(recorded("Picked", """{"quantity":3}"""))).containsExactly(Picked(3, null))
        assertThatThrownBy { stockWithModule.decode(recorded("Received", """{"quantity":3}""")) }
            .isInstanceOf(EventDecodingException::class.java)
    }
}

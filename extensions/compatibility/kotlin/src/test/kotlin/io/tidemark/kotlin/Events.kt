package io.tidemark.kotlin

import io.tidemark.RecordedEvent
import io.tidemark.StreamId
import java.math.BigDecimal
import java.time.Instant
import java.util.UUID

/** Events as one writes them in Kotlin: data classes, some components of which may be null or have a default. */
sealed interface OrderEvent {
    data class Placed(val customer: String, val lines: List<Line>, val note: String?) : OrderEvent

    data class Paid(val amount: BigDecimal, val currency: String = "EUR", val instalments: Int = 1) : OrderEvent

    data object Cancelled : OrderEvent
}

data class Line(val item: String, val quantity: Int)

/** The same, but as records of Java; these need no module of Jackson. */
sealed interface StockEvent {
    @JvmRecord
    data class Received(val quantity: Int, val supplier: String) : StockEvent

    @JvmRecord
    data class Picked(val quantity: Int, val note: String?) : StockEvent
}

fun recorded(type: String, data: String) = RecordedEvent(
    1, StreamId("order", "1"), 1, UUID.randomUUID(), type, data, io.tidemark.Metadata.empty(), Instant.EPOCH, Instant.EPOCH,
)

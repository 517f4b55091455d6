package com.example.consumer

import com.zaxxer.hikari.HikariDataSource
import io.tidemark.AsOf
import io.tidemark.aggregate.Aggregate
import io.tidemark.aggregate.AggregateRepository
import io.tidemark.codec.JacksonEventCodec
import io.tidemark.embedded.EmbeddedPostgres
import io.tidemark.postgres.PostgresEventStore
import io.tidemark.projection.Projection
import io.tidemark.projection.postgres.PostgresProjections
import io.tidemark.readmodel.ReadModels
import java.nio.file.Path

sealed interface AccountEvent

@JvmRecord
data class Moved(val cents: Long) : AccountEvent

class Account : Aggregate<AccountEvent>() {
    var balance = 0L
        private set

    fun move(cents: Long) = raise(Moved(cents))

    override fun apply(event: AccountEvent) {
        when (event) {
            is Moved -> balance += event.cents
        }
    }
}

@JvmRecord
data class Balance(val account: String, val cents: Long)

fun main(arguments: Array<String>) {
    val codec = JacksonEventCodec.ofSealed(AccountEvent::class.java)
    val balances = Projection.named("balances", Balance::class.java, Balance::account)
        .from("account", codec)
        .keyedBy { _, recorded -> recorded.stream().key() }
        .fold { row, event, recorded ->
            when (event) {
                is Moved -> Balance(recorded.stream().key(), (row?.cents ?: 0) + event.cents)
            }
        }
    EmbeddedPostgres.open(Path.of(arguments[0])).use { postgres ->
        val pool = HikariDataSource().apply {
            jdbcUrl = postgres.jdbcUrl()
            username = postgres.user()
            password = postgres.password()
        }
        pool.use {
            PostgresEventStore.builder(pool).build().use { store ->
                val accounts = AggregateRepository.of("account", ::Account, store, codec)
                accounts.execute("42") { it.move(100) }
                accounts.execute("42") { it.move(-30) }
                val projections = PostgresProjections.of(store)
                projections.catchUp(balances)
                val now = accounts.load("42").balance
                val before = accounts.load("42", AsOf.version(1)).balance
                val row = ReadModels.of(projections).of(balances).find("42").orElseThrow()
                println("now $now, before $before, read model ${row.cents}")
            }
        }
    }
}

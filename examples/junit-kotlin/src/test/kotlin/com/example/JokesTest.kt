package com.example

import io.reprise.junit.RepriseExtension
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** With a field instead of the annotation. */
class JokesTest {
    companion object {
        @JvmField
        @RegisterExtension
        val reprise: RepriseExtension = RepriseExtension.newInstance()
            .upstream("https://api.openai.com/v1")
            .rule("leave out $.user")
            .failOnUnused(true)
            .build()
    }

    @Test
    fun `does not ask when there is nothing to ask`() {
        reprise.current().assertRequests().isEmpty()
    }
}

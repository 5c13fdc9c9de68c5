package com.example

import io.reprise.junit.Reprise
import io.reprise.junit.RepriseTest
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test

/** Fails on purpose: its recording is of a joke about cats. `mvn test` alone does not run it, because of its name. */
@RepriseTest(upstream = ["https://api.openai.com/v1"])
class ShowsAMiss {
    @Test
    fun `tells a joke`(reprise: Reprise) {
        assertNotNull(assistant(reprise.baseUrl()).jokeAbout("dogs")) // passes without Reprise: the assistant catches the error
    }
}

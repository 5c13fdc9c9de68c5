package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Slow
class LostConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final Question question = StoreContract.question("hello", TestId.NONE);

    private Exchange answer(String text) {
        return new Exchange(question.request(), StoreContract.answer(text));
    }

    @Test
    void goesOnFromMemoryAndLearnsAfterwardsWhatHasChanged() throws Exception {
        database.prepare();
        try (Relay relay = new Relay(database.port());
                Store near = PostgresStore.open(database.location(), KeyRules.NONE);
                Store far = PostgresStore.open(database.locationAt(relay.port()), KeyRules.NONE)) {
            near.append(question, "upstream", answer("one"));
            await().atMost(PATIENCE).until(() -> far.find(question).entries().size() == 1);
            Store.Version version = far.find(question).version();

            relay.cut();

            assertThat(far.isCurrent(version)).isTrue();
            assertThatThrownBy(() -> far.append(question, "upstream", answer("lost")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("the recording cannot be kept: ")
                    .hasMessageContaining("cannot be reached")
                    .satisfies(thrown ->
                            assertThat(((StoreException) thrown).isAway()).isTrue());
            await().atMost(PATIENCE)
                    .until(() -> far.away()
                            .filter(why -> why.contains("cannot be reached"))
                            .isPresent());
            assertThatThrownBy(far::check).isInstanceOf(StoreException.class);
            assertThat(near.away()).isEmpty();
            assertThat(near.find(question).entries()).hasSize(1);

            near.append(question, "upstream", answer("two"));
            assertThat(far.isCurrent(version)).isTrue();

            relay.mend();

            await().atMost(PATIENCE).until(() -> !far.isCurrent(version));
            await().atMost(PATIENCE)
                    .ignoreExceptions() // the pool tries to connect only now and then
                    .until(() -> far.find(question).entries().size() == 2);
            await().atMost(PATIENCE).until(() -> far.away().isEmpty());
            far.check();
            assertThat(far.append(question, "upstream", answer("three"))
                            .recording()
                            .occurrence())
                    .isEqualTo(3);
        }
    }

    @Test
    void readsAgainWhereAConnectionTurnsOutToBeBroken() {
        database.prepare();
        try (Database connections = new Database(database.location())) {
            AtomicInteger attempts = new AtomicInteger();

            int number = connections.read("it cannot be read", connection -> {
                try (Statement statement = connection.createStatement()) {
                    if (attempts.incrementAndGet() == 1) {
                        statement.execute("select pg_terminate_backend(pg_backend_pid())");
                    }
                    ResultSet row = statement.executeQuery("select 7");
                    row.next();
                    return row.getInt(1);
                }
            });

            assertThat(number).isEqualTo(7);
            assertThat(attempts).hasValue(2);
        }
    }
}

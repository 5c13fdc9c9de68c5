package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The role of docs/postgresql.md can serve and record, and nothing else. */
class LeastPrivilegesTest {
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    /** Makes a role as the page says. */
    static void grant(TestDatabase database, String role, String project) throws IOException {
        Matcher script = SQL.matcher(Files.readString(Path.of("../docs/postgresql.md")));
        assertThat(script.find()).isTrue();
        database.execute(script.group(1)
                .replace("reprise_server", role)
                .replace("'*'", "'" + project + "'")
                .replace("schema reprise", "schema " + database.location().schema())
                .replace("reprise.", database.location().schema() + "."));
    }

    @Test
    void suffice() throws Exception {
        database.prepare();
        String role = database.location().schema() + "_server";
        grant(database, role, "*");
        Question question = StoreContract.question("hello", TestId.NONE);

        try (Store store = PostgresStore.open(database.locationOf(role), KeyRules.NONE)) {
            Store.Entry kept = store.append(question, "", new Exchange(question.request(), StoreContract.answer("hi")));
            OtherServers others = store.others().orElseThrow();
            OtherServers.Holder self = new OtherServers.Holder("http://here", new OtherServers.Token("token"));
            OtherServers.Claim claim =
                    others.claim(new OtherServers.Wanted(question, self, List.of(), Optional.empty()));
            assertThat(claim).isInstanceOf(OtherServers.Claim.Held.class);
            ((OtherServers.Claim.Held) claim).lease().release();
            others.startOver(Optional.empty());
            store.replace(kept, question, "", new Exchange(question.request(), StoreContract.answer("ho")));
            assertThat(store.find(question).entries()).hasSize(1);
            Optional<Store.Removed> removed =
                    store.remove(store.find(question).entries().get(0));
            assertThat(removed.flatMap(store::restore)).isPresent();
        }
        try (PostgresTables tables = new PostgresTables(database.locationOf(role))) {
            assertThat(tables.status().recordings()).isEqualTo(1);
        }
        try (Database asRole = new Database(database.locationOf(role))) {
            assertThatThrownBy(() -> asRole.write(
                            "it cannot be dropped",
                            connection -> connection.createStatement().execute("drop table recording cascade")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("it cannot be dropped: ");
        } finally {
            database.execute("drop owned by \"" + role + "\"; drop role \"" + role + "\"");
        }
    }
}

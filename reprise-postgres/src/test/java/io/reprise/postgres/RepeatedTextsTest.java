package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Large texts that are in several recordings. */
class RepeatedTextsTest {
    private static final String PICTURE = "data:image/png;base64," + "iVBORw0K".repeat(8_000);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void prepare() {
        database.prepare();
    }

    private Store open() {
        return PostgresStore.open(database.location(), KeyRules.NONE);
    }

    private static Question question(String test) {
        return StoreContract.question(PICTURE, new TestId(test));
    }

    private static Store.Entry keep(Store store, Question question, String answer) {
        return store.append(question, "", new Exchange(question.request(), StoreContract.answer(answer)));
    }

    private long stored() {
        return database.ask("select count(*) from body");
    }

    private static Exchange only(Store store, Question question) {
        List<Store.Entry> entries = new ArrayList<>(store.find(question).entries());
        assertThat(entries).hasSize(1);
        return entries.get(0).recording().exchange();
    }

    @Test
    void areStoredOnceAndReadWhole() {
        try (Store store = open()) {
            for (int i = 0; i < 5; i++) {
                keep(store, question("test " + i), "answer " + i);
            }
        }

        assertThat(stored()).isEqualTo(1);
        assertThat(database.ask("select max(octet_length(document)) from recording"))
                .isLessThan(1_000);
        try (Store store = open()) {
            for (int i = 0; i < 5; i++) {
                Question question = question("test " + i);
                assertThat(only(store, question).request().body())
                        .isEqualTo(question.request().body());
            }
        }
    }

    @Test
    void stayWithWhatIsChangedDeletedAndPutBack() {
        try (Store store = open()) {
            Question question = question("changes");
            Store.Entry entry = keep(store, question, "one");

            Store.Entry confirmed =
                    store.confirm(entry, LocalDate.of(2026, 11, 27)).orElseThrow();
            Store.Removed removed = store.remove(confirmed).orElseThrow();
            assertThat(store.find(question).entries()).isEmpty();
            Store.Entry restored = store.restore(removed).orElseThrow();
            store.replace(restored, question, "", new Exchange(question.request(), StoreContract.answer("two")));

            assertThat(only(store, question).request().body())
                    .isEqualTo(question.request().body());
            assertThat(stored()).isEqualTo(1);
        }
    }

    @Test
    void areWholeInDocuments() {
        try (Store store = open()) {
            Store.Entry entry = keep(store, question("documents"), "one");
            Documents documents = store.documents().orElseThrow();
            List<Documents.Document> read = new ArrayList<>();

            documents.read(List.of(entry.location()), read::add, (location, broken) -> {
                throw broken;
            });

            assertThat(read).singleElement().satisfies(document -> {
                assertThat(document.text().toString()).contains(PICTURE);
            });
            assertThat(documents.delete(
                            entry.location(),
                            Optional.of(Documents.digest(read.get(0).text()))))
                    .isTrue();
        }
    }
}

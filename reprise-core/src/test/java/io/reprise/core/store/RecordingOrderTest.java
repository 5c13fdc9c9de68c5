package io.reprise.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.RecordingSummary.Answered;
import io.reprise.core.store.RecordingSummary.Asked;
import io.reprise.core.store.RecordingSummary.Identity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingOrderTest {
    private static final List<RecordingSummary> SUMMARIES = List.of(
            summary("x", "b", "m2", 200, 9, 100, "2026-11-01T00:00:00Z"),
            summary("y", "a", "m3", 404, 10, 20, "2026-11-03T00:00:00Z"),
            summary("z", "c", "m1", 101, 2, 3, "2026-11-02T00:00:00Z"));

    private static RecordingSummary summary(
            String location, String test, String model, int status, int chunks, long bytes, String at) {
        return new RecordingSummary(
                new Identity(
                        location,
                        new TestId(test),
                        StoreContract.question("q", TestId.NONE).key(),
                        1,
                        ""),
                new Asked("POST", "/", model, ""),
                new Answered(status, chunks, bytes, "", Optional.empty()),
                Optional.of(Instant.parse(at)));
    }

    @ParameterizedTest
    @CsvSource({
        "test, yxz",
        "-test, zxy",
        "recorded, xzy",
        "-recorded, yzx",
        "bytes, zyx",
        "chunks, zxy",
        "status, zxy",
        "-status, yxz",
        "model, zxy"
    })
    void sortsByAMember(String text, String sorted) {
        RecordingOrder order = RecordingOrder.parse(text);

        Stream<String> locations = SUMMARIES.stream()
                .sorted(Comparator.comparing(order::value, order.values()))
                .map(summary -> summary.identity().location());

        assertThat(String.join("", locations.toList())).isEqualTo(sorted);
    }

    @Test
    void namesWhatWasProbablyMeant() {
        assertThatThrownBy(() -> RecordingOrder.parse("-byte"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot sort by '-byte'; did you mean 'bytes'? possible are test, recorded, bytes, chunks,"
                        + " status, model, each with '-' before it for descending");
        assertThatThrownBy(() -> RecordingOrder.parse(""))
                .hasMessage("cannot sort by ''; possible are test, recorded, bytes, chunks,"
                        + " status, model, each with '-' before it for descending");
    }
}

package io.reprise.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.server.request.IncomingRequest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeRequestsTest {
    private static final int SIZE = 200_000;

    private final LargeRequests requests = new LargeRequests(2 << 20);
    private final AtomicInteger read = new AtomicInteger();

    private RoutedQuestion ask(IncomingRequest request) {
        return requests.of(request, () -> {
            read.incrementAndGet();
            return RoutedQuestion.of(RequestRouting.read(request), KeyRules.NONE);
        });
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        return body;
    }

    private static IncomingRequest request(String header, byte[] body) {
        return new IncomingRequest("POST", "/v1/files", Headers.of("a", header), Bytes.owning(body));
    }

    @Test
    void readsARequestOnceThatIsTheSameToTheByte() {
        RoutedQuestion first = ask(request("one", body(SIZE)));

        assertThat(ask(request("one", body(SIZE)))).isSameAs(first);
        assertThat(read).hasValue(1);
        assertThat(ask(request("two", body(SIZE)))).isNotSameAs(first);
        assertThat(read).hasValue(2);
    }

    @Test
    void countsHeaders() {
        LargeRequests few = new LargeRequests(1 << 20);
        List<IncomingRequest> all = IntStream.range(0, 100)
                .mapToObj(i -> request("%06d".formatted(i).repeat(10_000), body(10)))
                .toList();
        for (int i = 0; i < 2; i++) {
            for (IncomingRequest request : all) {
                few.of(request, () -> {
                    read.incrementAndGet();
                    return RoutedQuestion.of(RequestRouting.read(request), KeyRules.NONE);
                });
            }
        }

        assertThat(read.get()).as("read, of 100 that came twice").isGreaterThan(180);
    }

    @Test
    void tellsTheBodyThatItComparesWithIfTwoReadItAtOnce() {
        IncomingRequest sooner = request("one", body(SIZE));
        IncomingRequest later = request("one", body(SIZE));

        requests.of(later, () -> {
            ask(sooner);
            return RoutedQuestion.of(RequestRouting.read(later), KeyRules.NONE);
        });

        assertThat(requests.latestBody(SIZE)).isSameAs(sooner.body());
        ask(request("one", body(SIZE)));
        assertThat(requests.latestBody(SIZE)).isSameAs(sooner.body());
    }

    @Test
    void tellsTheLatestBodyOfASize() {
        byte[] first = body(SIZE);
        ask(request("one", first));
        byte[] second = body(SIZE);
        second[0] = 'y';
        Bytes latest = request("one", second).body();
        ask(new IncomingRequest("POST", "/v1/files", Headers.NONE, latest));

        assertThat(requests.latestBody(SIZE)).isSameAs(latest);
        assertThat(requests.latestBody(SIZE - 1)).isNull();
    }

    @Test
    void seesAnyOtherByte() {
        RoutedQuestion first = ask(request("one", body(SIZE)));
        for (int at : new int[] {0, 63, 64, 1_000, SIZE / 2 + 7, SIZE - 1}) {
            byte[] other = body(SIZE);
            other[at] = 'y';

            assertThat(ask(request("one", other)).question().key())
                    .as("byte %d", at)
                    .isNotEqualTo(first.question().key());
        }
        assertThat(ask(request("one", body(SIZE - 1)))).isNotSameAs(first);
    }

    @Test
    void remembersNoneThatWouldTakeThePlaceOfAllOthers() {
        RoutedQuestion first = ask(request("one", body(600_000)));

        assertThat(ask(request("one", body(600_000)))).isNotSameAs(first);
    }

    @Test
    void keepsWithinItsLimit() {
        for (int i = 0; i < 20; i++) {
            ask(request("" + i, body(SIZE)));
        }
        int before = read.get();
        for (int i = 0; i < 20; i++) {
            ask(request("" + i, body(SIZE)));
        }

        assertThat(read.get() - before).isBetween(10, 19);
    }
}

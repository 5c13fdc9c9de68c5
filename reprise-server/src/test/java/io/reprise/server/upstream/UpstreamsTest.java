package io.reprise.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamsTest {
    private static final List<Upstream> ALL = Stream.of(
                    "api.one.example=https://api.one.example/v1",
                    "two=https://api.two.example",
                    "localhost-9001=http://localhost:9001/v1",
                    "localhost-9002=http://localhost:9002/v1",
                    "api.two.example:99=http://elsewhere.example")
            .map(Upstream::parse)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "api.one.example, api.one.example",
        "API.one.example, api.one.example",
        "api.one.example:443, api.one.example",
        "two, two",
        "api.two.example, two",
        "api.two.example:443, two",
        "api.two.example:99, api.two.example:99",
        "localhost-9001, localhost-9001",
        "localhost:9002, localhost-9002",
        "elsewhere.example:80, api.two.example:99",
    })
    void isChosenByNameOrHost(String name, String chosen) {
        Upstreams upstreams = new Upstreams(ALL);

        assertThat(upstreams.choose(Optional.of(name), Optional.empty()))
                .isInstanceOfSatisfying(
                        Upstreams.Choice.One.class,
                        one -> assertThat(one.upstream().name()).isEqualTo(chosen));
        assertThat(upstreams.knownAs(name)).isEqualTo(chosen);
        assertThat(upstreams.wanted(Optional.of(name)))
                .extracting(Upstream::name)
                .containsExactly(chosen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | localhost | several upstreams have the host 'localhost'; name one of localhost-9001, localhost-9002",
                "404 | three | no upstream is named 'three'; the upstreams are api.one.example, two, localhost-9001, localhost-9002, "
                        + "api.two.example:99",
                "404 | localhost:9003 | no upstream is named 'localhost:9003'; the upstreams are api.one.example, two, "
                        + "localhost-9001, localhost-9002, api.two.example:99",
            })
    void saysWhichThereAre(int status, String name, String reason) {
        Upstreams upstreams = new Upstreams(ALL);

        assertThat(upstreams.choose(Optional.of(name), Optional.empty()))
                .isEqualTo(new Upstreams.Choice.None(status, reason));
        assertThat(upstreams.knownAs(name)).isEqualTo(name);
        assertThat(upstreams.wanted(Optional.of(name))).isEmpty();
    }

    @Test
    void theOnlyOneNeedsNoName() {
        Upstream only = Upstream.parse("https://api.one.example/v1");
        Upstreams upstreams = new Upstreams(List.of(only));

        assertThat(upstreams.choose(Optional.of("api.one.example"), Optional.empty()))
                .isEqualTo(new Upstreams.Choice.One(only));
        assertThat(upstreams.choose(Optional.empty(), Optional.empty())).isEqualTo(new Upstreams.Choice.One(only));
        assertThat(upstreams.knownAs("api.one.example")).isEqualTo("api.one.example");
    }
}

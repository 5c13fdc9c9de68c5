package io.reprise.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksBackTest {
    private static final String HOME = "http://127.0.0.1:8000";
    private static final List<LinksBack.Named> OTHERS = List.of(
            new LinksBack.Named("", new UpstreamAddress(URI.create("https://first.example/v1"))),
            new LinksBack.Named("two", new UpstreamAddress(URI.create("http://two.example:9000/api"))));

    private static LinksBack.Step step(String test, String upstream) {
        return new LinksBack.Step(HOME, new PathPrefix(test + upstream, test, false), "");
    }

    private static String back(String upstream, LinksBack.Step step, String name, String value) {
        Optional<UpstreamAddress> answering =
                Optional.of(upstream).filter(url -> !url.isEmpty()).map(url -> new UpstreamAddress(URI.create(url)));
        return LinksBack.forClient(Headers.of(name, value), answering, OTHERS, step)
                .first(name)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "https://h, https://h/v1/x?a=b#c, http://127.0.0.1:8000/v1/x?a=b#c",
        "https://h, HTTPS://H:443/v1/x, http://127.0.0.1:8000/v1/x",
        "https://h, https://h, http://127.0.0.1:8000/",
        "https://h, https://h?a=b, http://127.0.0.1:8000/?a=b",
        "https://h, http://h/x, http://127.0.0.1:8000/x",
        "https://h, //h/x, http://127.0.0.1:8000/x",
        "http://h:81, http://h:81/x, http://127.0.0.1:8000/x",
        "http://127.0.0.1:81, http://localhost:81/x, http://127.0.0.1:8000/x",
        "http://[::1]:81, http://[::1]:81/x, http://127.0.0.1:8000/x",
        "https://h/openai/v1, https://h/openai/v1/x, http://127.0.0.1:8000/openai/v1/x",
        "https://h/openai/v1, https://h/openai/files/x, http://127.0.0.1:8000/__reprise/root/openai/files/x",
        "https://h/openai/v1, https://h/upload/x?id=1, http://127.0.0.1:8000/__reprise/root/upload/x?id=1",
        "https://h/openai/v1, /upload/x, /__reprise/root/upload/x",
        "https://h/v1, https://h/upload/x, http://127.0.0.1:8000/upload/x",
        "https://h/v1, https://h/v1/a%2Fb, http://127.0.0.1:8000/v1/a%2Fb",
        "https://h, https://first.example/v1/x, http://127.0.0.1:8000/v1/x",
        "https://h, http://two.example:9000/api/x, http://127.0.0.1:8000/u/two/api/x",
        "https://h, http://two.example:9000/x, http://127.0.0.1:8000/u/two/__reprise/root/x",
    })
    void urlsOfUpstreamsLeadBack(String upstream, String url, String back) {
        assertThat(back(upstream, step("", ""), "location", url)).isEqualTo(back);
    }

    /** To follow a redirect to TLS here would lead to the same redirect. */
    @ParameterizedTest
    @CsvSource({
        "http://h, https://h/x",
        "https://h, https://h:8443/x",
        "https://h, https://other/x",
        "https://h, https://u:p@h/x",
        "https://h, https://sub.h/x",
        "https://h, ftp://h/x",
        "https://h, x/y",
        "https://h, ../y",
        "https://h, ?page=2",
        "https://h, /v1/x",
        "https://h, https:///x",
        "https://h, 'http://[h/x'",
        "https://h, https:x",
        "'', https://h/x",
    })
    void whatLeadsElsewhereStays(String upstream, String url) {
        assertThat(back(upstream, step("", ""), "location", url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/x, http://127.0.0.1:8000/t/a%2Fb/u/one/x",
        "/x, /t/a%2Fb/u/one/x",
        "http://two.example:9000/api/x, http://127.0.0.1:8000/t/a%2Fb/u/two/api/x",
        "https://first.example/v1/x, http://127.0.0.1:8000/t/a%2Fb/v1/x",
        "x, x",
    })
    void testAndUpstreamOfTheRequestStay(String url, String back) {
        assertThat(back("https://h", step("/t/a%2Fb", "/u/one"), "location", url))
                .isEqualTo(back);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content-location | https://h/x | B/x",
                "operation-location | https://h/x | B/x",
                "operation-location | /x | /t/x/x",
                "x-any-upload-url | https://h/x | B/x",
                "x-any-upload-url | /x | /t/x/x",
                "x-anything | https://h/x | B/x",
                "x-anything | /x | /x",
                "x-anything | see https://h/x | see https://h/x",
                "link | <https://h/x?p=2>; rel=\"next\", <https://o/>; rel=a, </y>; rel=\"b c\" "
                        + "| <B/x?p=2>; rel=\"next\", <https://o/>; rel=a, </t/x/y>; rel=\"b c\"",
                "refresh | 5; url=https://h/x | 5; url=B/x",
                "refresh | 5; URL='https://h/x' | 5; URL='B/x'",
                "refresh | 5 | 5",
                "content-type | text/plain | text/plain",
            })
    void linksAreFoundInAllFields(String name, String value, String back) {
        assertThat(back("https://h", step("/t/x", ""), name, value)).isEqualTo(back.replace("B/", HOME + "/t/x/"));
    }

    @Test
    void aRecordingSaysWhichUpstreamItsLinksLeadTo() {
        UpstreamAddress recorded = new UpstreamAddress(URI.create("https://recorded/openai/v1"));
        Headers sent = Headers.of("a", "b", "location", "https://recorded/openai/v1/x");

        Headers kept = LinksBack.marked(sent, recorded, OTHERS);

        assertThat(kept).isEqualTo(sent.plus("x-reprise-upstream", "https://recorded/openai/v1"));
        assertThat(LinksBack.forClient(kept, Optional.empty(), List.of(), step("/t/x", "")))
                .isEqualTo(Headers.of("a", "b", "location", HOME + "/t/x/openai/v1/x"));
        assertThat(LinksBack.forClient(
                        kept, Optional.of(new UpstreamAddress(URI.create("http://now"))), OTHERS, step("", "")))
                .isEqualTo(Headers.of("a", "b", "location", HOME + "/openai/v1/x"));
        assertThat(LinksBack.marked(Headers.of("location", "https://elsewhere/x"), recorded, OTHERS))
                .isEqualTo(Headers.of("location", "https://elsewhere/x"));
    }

    @Test
    void aRecordingSaysWhichOtherUpstreamsItsLinksLeadTo() {
        UpstreamAddress recorded = new UpstreamAddress(URI.create("https://recorded"));
        Headers sent =
                Headers.of("location", "http://two.example:9000/api/x", "link", "<https://recorded/y>; rel=\"z\"");

        Headers kept = LinksBack.marked(sent, recorded, OTHERS);

        assertThat(kept)
                .isEqualTo(sent.plus("x-reprise-upstream", "https://recorded")
                        .plus("x-reprise-upstream", "two=http://two.example:9000/api"));
        assertThat(LinksBack.forClient(kept, Optional.empty(), List.of(), step("/t/x", "")))
                .isEqualTo(
                        Headers.of("location", HOME + "/t/x/u/two/api/x", "link", "<" + HOME + "/t/x/y>; rel=\"z\""));
    }
}

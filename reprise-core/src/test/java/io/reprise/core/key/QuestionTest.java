package io.reprise.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private static final Request REQUEST = Request.post("/v1/chat/completions", "{\"model\":\"m\"}");
    private static final Request OTHER = Request.post("/v1/chat/completions", "{\"model\":\"n\"}");

    private static Question question(Request request, String test) {
        return KeyRules.NONE.question(request, new TestId(test));
    }

    @Test
    void isTheSameWhereTheKeyIs() {
        Question one = question(REQUEST, "t");

        assertThat(one)
                .isEqualTo(question(REQUEST, "t"))
                .hasSameHashCodeAs(question(REQUEST, "t"))
                .isNotEqualTo(question(OTHER, "t"))
                .isNotEqualTo(question(REQUEST, "u"))
                .isNotEqualTo("t")
                .hasToString("POST /v1/chat/completions test=t key=" + one.key().brief());
        assertThat(one.hashCode()).isNotEqualTo(question(OTHER, "t").hashCode());
    }

    @Test
    void namesAnUpstreamThatIsNoPartOfTheKey() {
        Question plain = question(REQUEST, "t");
        Question named = plain.of(Optional.of("vllm"));

        assertThat(named).isEqualTo(plain);
        assertThat(named.upstream()).contains("vllm");
        assertThat(plain.upstream()).isEmpty();
        assertThat(named.of(Optional.of("vllm"))).isSameAs(named);
        assertThat(plain.of(Optional.empty())).isSameAs(plain);
        assertThat(named.of(Optional.empty()).upstream()).isEmpty();
        assertThat(named.scope()).isNotEqualTo(plain.scope());
    }

    @Test
    void computesItsCanonicalFormOnceAndAgainAfterARelease() {
        Question question = question(REQUEST, "t");
        CanonicalForm form = question.canonical();

        assertThat(question.canonical()).isSameAs(form);
        question.release();
        assertThat(question.canonical()).isNotSameAs(form).isEqualTo(form);
    }

    @Test
    void hasACanonicalFormThatIsTheSameWhereTheRequestIs() {
        CanonicalForm form = question(REQUEST, "t").canonical();

        assertThat(form)
                .isEqualTo(question(REQUEST, "u").canonical())
                .hasSameHashCodeAs(question(REQUEST, "u").canonical())
                .isNotEqualTo(question(OTHER, "t").canonical())
                .isNotEqualTo(form.text())
                .hasToString(form.text());
        assertThat(form.hashCode())
                .isNotEqualTo(question(OTHER, "t").canonical().hashCode());
        assertThat(form.text()).contains("chat/completions");
    }

    @Test
    void hasAKeyOf64DigitsOfWhichPeopleSee12() {
        Key key = new Key("0123456789abcdef".repeat(4));

        assertThat(key.brief()).isEqualTo("0123456789ab");
        assertThat(key).hasToString("0123456789abcdef".repeat(4)).isNotEqualTo("0123456789ab");
        assertThat(key.hashCode()).isNotEqualTo(new Key("0".repeat(64)).hashCode());
    }
}

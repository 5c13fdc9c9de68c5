package io.reprise.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskAgainTest {
    private static Question question(String method, String path) {
        Bytes body = Bytes.utf8(method.equals("POST") ? "{\"model\":\"m-1\",\"messages\":[]}" : "");
        Headers headers = Headers.of("content-type", "application/json");
        return KeyRules.NONE.question(new Request(method, path, "", headers, body), TestId.NONE);
    }

    private static AskingAgain of(String text, Question question) {
        return AskAgain.parse(text).of(question, Optional.empty(), Repeat.LAST, Sharing.ONE_CALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET,HEAD | GET | KEEPS_CHANGES",
                "get, head | HEAD | KEEPS_CHANGES",
                "GET,HEAD | POST | NO",
                "GET,POST | POST | KEEPS_EACH",
                "none | GET | NO",
                "all | POST | KEEPS_EACH",
                "all | DELETE | KEEPS_EACH",
                "GET; POST,path=/v1/chat/* | POST | KEEPS_EACH",
                "GET; POST,path=/v1/other | POST | NO",
                "model=m-* | POST | KEEPS_EACH",
                "method=post,family=openai-chat | POST | KEEPS_EACH",
                "model=n-* | POST | NO",
                "model=m-* | GET | NO",
            })
    void saysWhatIsAskedAgain(String text, String method, AskingAgain expected) {
        assertThat(of(text, question(method, "/v1/chat/completions"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ; ", "GTE", "GET,none", "pth=/v1/*", "GET;;POTS", "path="})
    void refusesWhatHasNoMeaning(String text) {
        assertThatThrownBy(() -> AskAgain.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET,HEAD");
    }

    @Test
    void countsWhatTheRequestSaysMore() {
        Question get = question("GET", "/v1/batches/b");

        assertThat(AskAgain.STANDARD.of(get, Optional.of(false), Repeat.LAST, Sharing.CALL_EACH))
                .isEqualTo(AskingAgain.NO);
        assertThat(AskAgain.parse("none").of(get, Optional.of(true), Repeat.LAST, Sharing.ONE_CALL))
                .isEqualTo(AskingAgain.KEEPS_CHANGES);
    }

    @Test
    void keepsEachAnswerWhereNothingIsRepeated() {
        assertThat(AskAgain.STANDARD.of(
                        question("GET", "/v1/batches/b"), Optional.empty(), Repeat.MISS, Sharing.ONE_CALL))
                .isEqualTo(AskingAgain.KEEPS_EACH);
    }

    @Test
    void asksAgainForAllWhereCallsAreNotShared() {
        assertThat(AskAgain.STANDARD.of(
                        question("POST", "/v1/chat/completions"), Optional.empty(), Repeat.LAST, Sharing.CALL_EACH))
                .isEqualTo(AskingAgain.KEEPS_EACH);
    }
}

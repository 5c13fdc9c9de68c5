package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestNamesTest {
    private static final String SECOND =
            "[engine:junit-jupiter]/[class:A]/[test-template:a()]/[test-template-invocation:#2]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2] com.example.T$P@7fa98a66",
                "[2] words, T@1b2c3d4e",
                "[2] jdk.proxy2.$Proxy17",
                "[2] com.example.T$$Lambda/0x00007f1c4c000a00",
                "[2] "
            })
    void whatDoesNotSayWhatItIsHasItsPosition(String displayName) {
        assertThat(TestNames.invocation(displayName, SECOND)).isEqualTo("#2");
    }

    @Test
    void longNamesAreCutAndStayApart() {
        String text = "tell me a joke ".repeat(20);

        String one = TestNames.invocation("[1] " + text + "about cats", SECOND);
        String other = TestNames.invocation("[2] " + text + "about dogs", SECOND);

        assertThat(one).startsWith("tell me a joke tell").hasSizeLessThan(220).isNotEqualTo(other);
    }
}

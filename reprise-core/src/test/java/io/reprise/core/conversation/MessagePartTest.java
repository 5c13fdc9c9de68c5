package io.reprise.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagePartTest {

    @ParameterizedTest
    @CsvSource({
        "'data:image/png;base64,AAAA',                  image/png,     3",
        "'data:image/png;base64,AAA=',                  image/png,     2",
        "'data:image/png;base64,AAA',                   image/png,     2",
        "'data:image/png;base64,',                      image/png,     0",
        "'data:text/plain;charset=utf-8;base64,QQ==',   text/plain,    1",
        "'data:text/plain,hello, you',                  text/plain,    10",
        "'data:;base64,AAAA',                           image,         3",
        "'data:,a;base64,',                             image,         9",
        "'https://example.com/a.png',                   image,         ",
        "'data:',                                       image,         ",
        "'',                                            image,         ",
    })
    void describesWhatAUrlNames(String url, String type, Long size) {
        OptionalLong bytes = size == null ? OptionalLong.empty() : OptionalLong.of(size);

        MessagePart.Media media = MessagePart.Media.ofUrl("image", url);
        assertThat(media.type()).isEqualTo(type);
        assertThat(media.bytes()).isEqualTo(bytes);
    }

    @Test
    void countsBase64WithoutDecodingIt() {
        for (int size = 0; size < 200; size++) {
            String base64 = java.util.Base64.getMimeEncoder().encodeToString(new byte[size]);

            assertThat(MessagePart.Media.ofBase64("audio/wav", base64).bytes()).hasValue(size);
        }
    }
}

package io.reprise.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A format from outside passes the contract with one class and one line that names it. */
class NetstringsTest extends StreamFormatContract {
    @Override
    StreamFormat format() {
        return new Netstrings();
    }

    @Override
    StreamFormats formats() {
        List<StreamFormat> all = new ArrayList<>(StreamFormats.KNOWN.all());
        all.add(format());
        return new StreamFormats(all);
    }

    @Override
    List<String> oddParts() {
        return List.of("1:a,", "2:{},", "0:,", ":", ",", "7", "{\"a\":1}", "é");
    }

    @Test
    void countsWhatWasReplaced() {
        Bytes changed =
                format().replace(Bytes.utf8("3:abc,"), List.of(new Bytes.Replacement(3, 4, Bytes.utf8("0123456789"))));

        assertThat(changed).hasToString("12:a0123456789c,");
    }
}

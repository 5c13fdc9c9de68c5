package io.reprise.core.stream;

import io.reprise.core.exchange.StreamFormat;
import java.util.List;

class WholeFormatTest extends StreamFormatContract {
    @Override
    StreamFormat format() {
        return StreamFormat.WHOLE;
    }

    @Override
    List<String> oddParts() {
        return List.of("\n", " ", "{\"a\":1}", "[", "é");
    }
}

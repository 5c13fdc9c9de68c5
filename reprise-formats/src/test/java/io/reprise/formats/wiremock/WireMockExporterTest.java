package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Exchange;
import io.reprise.formats.ExporterContract;
import io.reprise.formats.Format;
import java.util.Random;

class WireMockExporterTest extends ExporterContract {
    @Override
    protected Format format() {
        return new WireMockFormat();
    }

    @Override
    protected Exchange any(Random random, int number) {
        return random.nextInt(3) == 0 ? stream(random, number) : whole(random, number);
    }
}

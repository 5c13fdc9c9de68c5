package io.reprise.cli.argument;

import io.reprise.config.ChosenValue;
import io.reprise.config.Setting;
import java.util.List;
import java.util.Map;

/** The flags of {@code reprise serve} that say how it speaks TLS. */
final class TlsFlags {
    private final Parameter<String> mode = Parameter.option(
                    "--tls",
                    "HOW",
                    "self-signed: also speak TLS, with a certificate that is made for localhost and kept; off. Default: off.")
            .offering(List.of("self-signed", "off"));

    private final Parameter<String> certificate = Parameter.option(
            "--tls-cert",
            "FILE",
            "Also speak TLS, with the certificates of this file (PEM): the server's first, then those of its authorities.");

    private final Parameter<String> key =
            Parameter.option("--tls-key", "FILE", "Its private key (PEM). Default: in the file of the certificate.");

    private final Parameter<String> directory = Parameter.option(
            "--tls-directory", "DIR", "Where '--tls self-signed' keeps its certificate. Default: ~/.reprise/tls.");

    private final Parameter<String> authorities = Parameter.option(
            "--ca", "FILE", "Certificate authorities (PEM) to trust for upstreams, besides those that Java trusts.");

    List<Parameter<?>> all() {
        return List.of(mode, certificate, key, directory, authorities);
    }

    void putInto(Map<Setting, ChosenValue> values) {
        ServeFlags.put(values, Setting.TLS, mode.given());
        ServeFlags.put(values, Setting.TLS_CERT, certificate.given());
        ServeFlags.put(values, Setting.TLS_KEY, key.given());
        ServeFlags.put(values, Setting.TLS_DIRECTORY, directory.given());
        ServeFlags.put(values, Setting.CA, authorities.given());
    }
}

package io.reprise.sigv4;

import io.reprise.server.upstream.RequestSigner;
import io.reprise.server.upstream.RequestSignerProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Offers AWS Signature Version 4, which is usual for hosts of AWS. */
public final class SigV4Provider implements RequestSignerProvider {
    private static final List<String> DOMAINS = List.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws");

    @Override
    public String name() {
        return "sigv4";
    }

    @Override
    public boolean isUsualFor(URI upstream) {
        String host = upstream.getHost().toLowerCase(Locale.ROOT);
        return DOMAINS.stream().anyMatch(host::endsWith);
    }

    @Override
    public RequestSigner signer(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        return new SigV4Signer(new CredentialSource(environment, home), Clock.systemUTC());
    }
}

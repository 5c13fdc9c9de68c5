package io.reprise.cli.doctor;

import io.reprise.server.network.ConnectionFailure;
import io.reprise.server.tls.TrustedAuthorities;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Asks an upstream whether it can be reached, without a key and without cost. */
public final class UpstreamChecks {
    private static final String NAME = "upstream";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Signed requests and certificates allow for a few minutes. */
    private static final Duration WRONG_CLOCK = Duration.ofMinutes(2);

    /** What Java says of an answer that is none of TLS. */
    private static final Pattern NO_TLS = Pattern.compile("(?i)unrecognized SSL message|plaintext connection");

    private final Upstream upstream;
    private final String shown;

    public UpstreamChecks(Upstream upstream) {
        this.upstream = upstream;
        this.shown = (upstream.name().isEmpty() ? "" : upstream.name() + "=") + upstream.url();
    }

    /** @param now the time of this machine when the answer arrives */
    public List<Check> all(Supplier<Instant> now) {
        Optional<ProxyServer> proxy = upstream.connection().proxy();
        if (proxy.filter(its -> its.kind() != ProxyServer.Kind.HTTP).isPresent()) {
            return List.of(Check.warn(NAME, shown + " is behind a SOCKS proxy, which is not tried here", ""));
        }
        try {
            return answered(answer(), now.get());
        } catch (IOException | UnresolvedAddressException failed) {
            return List.of(unreachable(failed));
        } catch (GeneralSecurityException unusable) {
            return List.of(
                    Check.fail(NAME, shown + ": Java cannot use the certificates of --ca", "give PEM certificates"));
        } catch (IllegalArgumentException wrong) {
            return List.of(Check.fail(NAME, shown + " cannot be asked: " + wrong.getMessage(), "correct reprise.yaml"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private HttpResponse<Void> answer() throws IOException, InterruptedException, GeneralSecurityException {
        try {
            return ask();
        } catch (HttpConnectTimeoutException lost) {
            return ask(); // Java's client sometimes loses the failure of a process' first TLS handshake, and waits
        }
    }

    private HttpResponse<Void> ask() throws IOException, InterruptedException, GeneralSecurityException {
        return client().send(
                        HttpRequest.newBuilder(upstream.url()).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    private List<Check> answered(HttpResponse<Void> answer, Instant now) {
        List<Check> checks = new ArrayList<>();
        String how = upstream.url().getScheme().equals("https") ? ", its certificate is trusted" : "";
        String through = upstream.connection()
                .proxy()
                .map(proxy -> " through the proxy " + proxy.host() + ":" + proxy.port())
                .orElse("");
        checks.add(
                answer.statusCode() == 407
                        ? Check.fail(
                                NAME,
                                "the proxy asks for a login",
                                "give it in the proxy's URL: http://user:password@host")
                        : answer.statusCode() >= 500
                                ? Check.warn(
                                        NAME,
                                        shown + " answers with status " + answer.statusCode() + through,
                                        "try again later; the status page of the provider may say more")
                                : Check.ok(NAME, shown + " answers" + through + how));
        answer.headers().firstValue("date").flatMap(UpstreamChecks::time).ifPresent(at -> checks.add(clock(at, now)));
        return checks;
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private Check clock(Instant there, Instant here) {
        Duration difference = Duration.between(there, here);
        return difference.abs().compareTo(WRONG_CLOCK) <= 0
                ? Check.ok("clock", "this machine and " + upstream.url().getHost() + " have the same time")
                : Check.warn(
                        "clock",
                        "this machine's clock is " + words(difference.abs()) + " "
                                + (difference.isNegative() ? "behind" : "ahead of") + " that of "
                                + upstream.url().getHost() + "; either may be wrong",
                        "if it is this one, set it; signed requests and certificates depend on it");
    }

    /** Two minutes or more, such as {@code 2 hours}. */
    private static String words(Duration difference) {
        long minutes = Math.round(difference.toSeconds() / 60.0);
        long hours = Math.round(minutes / 60.0);
        return minutes < 90 ? minutes + " minutes" : hours < 48 ? hours + " hours" : Math.round(hours / 24.0) + " days";
    }

    private Check unreachable(Exception failed) {
        boolean isUnknown = failed instanceof UnresolvedAddressException
                || failed.getCause() instanceof UnresolvedAddressException
                || failed.getCause() != null && failed.getCause().getCause() instanceof UnresolvedAddressException;
        if (isUnknown) {
            return Check.fail(
                    NAME,
                    shown + ": no address is known for '" + upstream.url().getHost() + "'",
                    "check the spelling, the network and, in a company, HTTPS_PROXY");
        }
        if (failed instanceof SSLException
                && NO_TLS.matcher(String.valueOf(failed.getMessage())).find()) {
            return Check.fail(
                    NAME,
                    shown + ": it speaks HTTP, not HTTPS",
                    "write " + upstream.url().toString().replaceFirst("^https:", "http:"));
        }
        if (failed instanceof SSLException) {
            return Check.fail(
                    NAME,
                    shown + ": no trusted TLS connection: " + ConnectionFailure.words(failed),
                    "if a proxy or a company has signed it, --ca FILE names the certificates (docs/tls.md)");
        }
        if (failed instanceof HttpTimeoutException) {
            return Check.fail(
                    NAME,
                    shown + " does not answer within " + PATIENCE.toSeconds() + " s",
                    "check the network, and whether a firewall or a proxy is between");
        }
        if (failed instanceof ConnectException) {
            return Check.fail(
                    NAME, shown + ": nothing listens there", "start it, or correct the host and the port of its URL");
        }
        return Check.fail(
                NAME,
                shown + " cannot be reached: " + ConnectionFailure.words(failed),
                "check the network and the URL");
    }

    private HttpClient client() throws GeneralSecurityException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        upstream.connection().proxy().ifPresent(proxy -> {
            client.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port())));
            proxy.login().ifPresent(login -> client.authenticator(new ProxyLogin(login)));
        });
        Optional<Path> authorities = upstream.connection().authorities();
        if (authorities.isPresent()) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    TrustedAuthorities.besidesThoseOfJava(authorities.get()).getTrustManagers(),
                    null);
            client.sslContext(context);
        }
        return client.build();
    }

    private static final class ProxyLogin extends Authenticator {
        private final ProxyServer.Login login;

        ProxyLogin(ProxyServer.Login login) {
            this.login = login;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(login.user(), login.password().toCharArray());
        }
    }
}

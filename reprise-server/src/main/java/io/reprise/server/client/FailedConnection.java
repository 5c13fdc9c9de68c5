package io.reprise.server.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.reprise.server.network.ConnectionFailure;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.UpstreamTimeouts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says why an upstream gave no answer, and what to do. */
final class FailedConnection {
    /** The beginning of an answer in clear text, as Netty's message has it. */
    private static final String HTTP_IN_HEX = "48545450";

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** In what Netty says of a proxy, beside addresses. */
    private static final Pattern STATUS_407 = Pattern.compile("status: 407\\b");

    private static final Pattern STATUS = Pattern.compile("status: ([0-9]{3})\\b");

    private FailedConnection() {}

    /** @param isAway whether no connection was made */
    static UpstreamException of(Upstream upstream, Throwable cause, boolean isAway) {
        return new UpstreamException(
                "upstream '" + upstream.label() + "' gave no answer: " + reason(upstream, cause), cause, isAway);
    }

    /** Whether there was a connection, which the other side has ended. */
    static boolean isBroken(Throwable cause) {
        return has(
                cause,
                each -> each instanceof HttpClosedException
                        || each instanceof ClosedChannelException
                        || each instanceof SocketException && !(each instanceof ConnectException)
                        || each instanceof IOException && said(each).contains("reset by peer"));
    }

    /** The client's signature does not fit, and there is no other. */
    static UpstreamException notSigned(Upstream upstream, Throwable cause) {
        return new UpstreamException("upstream '" + upstream.label() + "' was not asked: " + said(cause), cause, true);
    }

    /** Whether we have waited for too long. */
    static boolean isTimeout(Throwable failure) {
        return has(failure, each -> each instanceof TimeoutException || each instanceof UpstreamTimeoutException)
                || isOfConnecting(failure);
    }

    private static boolean isOfConnecting(Throwable failure) {
        return has(
                failure,
                each -> each instanceof ConnectTimeoutException
                        || each instanceof SslHandshakeTimeoutException
                        || each instanceof ProxyConnectException && said(each).contains("timeout"));
    }

    private static String ofTimeout(Upstream upstream, Throwable cause) {
        UpstreamTimeouts limits = upstream.connection().timeouts();
        if (isOfConnecting(cause)) {
            String way = upstream.connection()
                    .proxy()
                    .map(proxy -> "the proxy " + proxy + " made no connection to it")
                    .orElse("there was no connection to it");
            return UpstreamTimeoutException.said(way, limits.connect()) + "; check that " + upstream.url()
                    + " is the right address and that it runs";
        }
        return find(cause, UpstreamTimeoutException.class)
                .map(FailedConnection::said)
                .orElseGet(() -> UpstreamTimeoutException.said("none of its connections became free", limits.queue()));
    }

    private static String reason(Upstream upstream, Throwable cause) {
        if (isTimeout(cause)) {
            return ofTimeout(upstream, cause);
        }
        Optional<ProxyServer> proxy = upstream.connection().proxy();
        if (proxy.isPresent() && isProxys(cause)) {
            return ofProxy(proxy.get(), cause);
        }
        return find(cause, SSLException.class)
                .map(failed -> ofTls(upstream, failed))
                .orElseGet(() -> ConnectionFailure.words(cause) + remedy(upstream, cause));
    }

    private static String remedy(Upstream upstream, Throwable cause) {
        if (has(cause, each -> each instanceof UnknownHostException)) {
            return ": '" + upstream.url().getHost() + "'; check the name in " + upstream.url()
                    + ", and whether this machine can look up names";
        }
        return isBroken(cause)
                ? "; try again, and look into its log if it goes on"
                : "; check that " + upstream.url() + " is the right address and that it runs";
    }

    private static boolean isProxys(Throwable cause) {
        return has(cause, each -> each instanceof ProxyConnectException)
                || has(cause, each -> each instanceof ConnectException || each instanceof UnknownHostException);
    }

    private static String ofProxy(ProxyServer proxy, Throwable cause) {
        if (STATUS_407.matcher(said(cause)).find()) {
            return wantsLogin(proxy);
        }
        Throwable refusal = find(cause, ProxyConnectException.class)
                .map(Throwable.class::cast)
                .orElse(cause);
        return "the proxy " + proxy + " made no connection to it: " + ofProxy(refusal)
                + "; HTTPS_PROXY, HTTP_PROXY, NO_PROXY and 'proxy' in reprise.yaml say which proxy is asked";
    }

    private static String ofProxy(Throwable refusal) {
        Matcher status = STATUS.matcher(said(refusal));
        return status.find() ? "it answered with status " + status.group(1) : ConnectionFailure.words(refusal);
    }

    private static String wantsLogin(ProxyServer proxy) {
        return "the proxy " + proxy + " answered with status 407; it wants "
                + (proxy.login().isPresent() ? "another user or password" : "a user and a password")
                + ": HTTPS_PROXY=http://user:password@host:port";
    }

    /** In clear text, a proxy answers in the place of the upstream. */
    static Future<HttpClientResponse> refusedByProxy(Upstream upstream, HttpClientResponse answer) {
        Optional<ProxyServer> proxy = upstream.connection().proxy();
        if (answer.statusCode() != PROXY_AUTHENTICATION_REQUIRED || proxy.isEmpty()) {
            return Future.succeededFuture(answer);
        }
        answer.exceptionHandler(expected -> {}); // otherwise Vert.x writes its stack trace
        answer.request().reset();
        return Future.failedFuture(new UpstreamException(
                "upstream '" + upstream.label() + "' was not asked: " + wantsLogin(proxy.get()), null, true));
    }

    private static String ofTls(Upstream upstream, SSLException failed) {
        String said = said(failed);
        if (has(failed, each -> each instanceof NotSslRecordException)) {
            boolean isHttp = said.toLowerCase(Locale.ROOT).contains(HTTP_IN_HEX);
            return (isHttp ? "it speaks HTTP, not HTTPS" : "it does not speak TLS at this port") + "; write "
                    + upstream.url().toString().replaceFirst("^https:", "http:")
                    + (isHttp ? "" : " if it speaks HTTP");
        }
        if (has(failed, each -> each instanceof CertificateExpiredException)) {
            return "its certificate has expired";
        }
        if (has(failed, each -> each instanceof CertPathBuilderException)) {
            return "its certificate is not signed by a trusted authority; if it has an authority of its own, give its"
                    + " certificate: --ca FILE, or 'ca' of the upstream in reprise.yaml";
        }
        if (has(failed, each -> each instanceof CertificateException)) {
            return "its certificate is not for '" + upstream.url().getHost() + "'; check that " + upstream.url()
                    + " is the right address";
        }
        if (said.contains("certificate_required") || said.contains("bad_certificate")) {
            return "it wants a client certificate" + (hasClientCertificate(upstream) ? " that it trusts" : "")
                    + "; 'client-cert' and 'client-key' of the upstream in reprise.yaml name one";
        }
        return "TLS failed: " + ConnectionFailure.words(failed) + "; check that " + upstream.url()
                + " is the right address";
    }

    private static boolean hasClientCertificate(Upstream upstream) {
        return upstream.connection().clientCertificate().isPresent();
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static <T> Optional<T> find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static boolean has(Throwable thrown, Predicate<Throwable> condition) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (condition.test(cause)) {
                return true;
            }
        }
        return false;
    }
}

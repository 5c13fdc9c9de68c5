package io.reprise.server.routing;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LinkFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the links in the headers of an answer lead, so that clients come back through Reprise (docs/recording.md). */
public final class LinksBack {
    private static final Pattern URL =
            Pattern.compile("(https?:)?(//[^/?#\\\\]+)([^?#]*)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("(/[^?#]*)(.*)");
    private static final Step ANYWHERE = new Step("http://reprise.invalid", new PathPrefix("/t/x", "/t/x", false), "");

    /** An upstream that links may lead to. */
    public record Named(String name, UpstreamAddress address) {
        private String mark() {
            return name + "=" + address.url();
        }

        /** What a recording says: a URL for the upstream that has answered, {@code NAME=URL} for others. */
        private static Optional<Named> marked(String text) {
            int equals = text.indexOf('=');
            int name = equals >= 0 && equals < text.indexOf("://") ? equals : -1;
            return parsed(text.substring(name + 1))
                    .map(url -> new Named(text.substring(0, Math.max(0, name)), new UpstreamAddress(url)));
        }
    }

    /**
     * How a client has come here, and how it goes on.
     *
     * @param home scheme, host and port by which it knows this server
     * @param more what a request without a model must say so that it reaches the same upstream: {@code /u/vllm}, or nothing
     */
    public record Step(String home, PathPrefix prefix, String more) {
        /** Nobody knows the upstream of some old recordings. */
        private String to(Optional<UpstreamAddress> upstream, String target) {
            return prefix.all() + more + upstream.map(its -> its.pathTo(target)).orElse(target);
        }

        private String to(Named other, String target) {
            String named = other.name().isEmpty() ? "" : "/u/" + other.name();
            return prefix.ofTest() + named + other.address().pathTo(target);
        }
    }

    private LinksBack() {}

    /** Whether headers have links, or say which upstream has given them. */
    public static boolean areIn(Headers headers) {
        return LinkFields.areIn(headers) || headers.first(LinkFields.UPSTREAM).isPresent();
    }

    /** The headers for a recording: as they are, with the URL of the upstream, and those of others to which links lead, if any leads back. */
    public static Headers marked(Headers headers, UpstreamAddress upstream, List<Named> others) {
        if (back(headers, upstream, others) == headers) {
            return headers;
        }
        Headers marked = headers.plus(LinkFields.UPSTREAM, upstream.url().toString());
        Headers withoutOthers = back(headers, upstream, List.of());
        for (Named other : others) {
            if (!back(headers, upstream, List.of(other)).equals(withoutOthers)) {
                marked = marked.plus(LinkFields.UPSTREAM, other.mark());
            }
        }
        return marked;
    }

    private static Headers back(Headers headers, UpstreamAddress upstream, List<Named> others) {
        return LinkFields.change(headers, leading(Optional.of(upstream), others, ANYWHERE));
    }

    /**
     * The headers for a client.
     *
     * @param answering the upstream that gives the answer, if the headers do not say which one has given it
     * @param others further upstreams
     */
    public static Headers forClient(
            Headers headers, Optional<UpstreamAddress> answering, List<Named> others, Step step) {
        Optional<UpstreamAddress> upstream = answering;
        List<Named> all = new ArrayList<>(others);
        for (Headers.Field field : headers.fields()) {
            Optional<Named> mark =
                    field.name().equals(LinkFields.UPSTREAM) ? Named.marked(field.value()) : Optional.empty();
            if (mark.isPresent() && mark.get().name().isEmpty()) {
                upstream = mark.map(Named::address);
            }
            mark.filter(other -> !other.name().isEmpty()).ifPresent(all::add);
        }
        return LinkFields.change(headers.without(LinkFields.UPSTREAM), leading(upstream, all, step));
    }

    private static UnaryOperator<String> leading(Optional<UpstreamAddress> upstream, List<Named> others, Step step) {
        String usual = upstream.map(its -> its.url().getScheme()).orElse("https") + ":";
        return reference -> {
            Matcher url = URL.matcher(reference);
            if (url.matches()) {
                String scheme = url.group(1) == null ? usual : url.group(1);
                String target = url.group(3).isEmpty() ? "/" : url.group(3);
                return parsed(scheme + url.group(2))
                        .filter(origin -> origin.getUserInfo() == null)
                        .flatMap(origin -> here(origin, target, upstream, others, step))
                        .map(path -> step.home() + path + url.group(4))
                        .orElse(reference);
            }
            Matcher path = PATH.matcher(reference);
            return path.matches() ? step.to(upstream, path.group(1)) + path.group(2) : reference;
        };
    }

    private static Optional<String> here(
            URI origin, String target, Optional<UpstreamAddress> upstream, List<Named> others, Step step) {
        if (upstream.filter(its -> its.isAt(origin)).isPresent()) {
            return Optional.of(step.to(upstream, target));
        }
        return others.stream()
                .filter(other -> other.address().isAt(origin))
                .findFirst()
                .map(other -> step.to(other, target));
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }
}

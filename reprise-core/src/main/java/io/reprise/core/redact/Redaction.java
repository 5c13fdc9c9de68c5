package io.reprise.core.redact;

import io.reprise.core.content.DecodedRequest;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonPath;
import io.reprise.core.pattern.PatternLimitException;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.redact.hidden.LargeBinary;
import io.reprise.core.redact.kind.NamedValue;
import io.reprise.core.redact.search.CredentialNames;
import io.reprise.core.redact.search.CredentialSearch;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.core.stream.LikelyFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keeps credentials out of stores: every exchange passes through it before it is written. Immutable. */
public final class Redaction {
    /** The text that replaces a credential. It is never recognized as a credential itself. */
    public static final String MASK = "[masked]";

    private static final String ESCAPED_MASK = "%5Bmasked%5D";

    /** Refuses exchanges that contain a credential of a known kind. */
    public static final Redaction DEFAULT = new Redaction(Policy.REFUSE, List.of(), List.of());

    /** What happens to an exchange that seems to contain a credential. */
    public enum Policy {
        REFUSE,
        /** {@link #MASK} replaces the credential. */
        MASK
    }

    /** The result for an exchange. */
    public sealed interface Outcome {
        /**
         * It may be recorded.
         *
         * @param masked what was masked in it; empty under {@link Policy#REFUSE}
         */
        record Clean(Exchange exchange, List<CredentialFinding> masked) implements Outcome {}

        /** It must not be recorded. */
        record Refused(List<CredentialFinding> findings) implements Outcome {}

        /** It must not be kept, since it cannot be searched. */
        record Unreadable(String reason) implements Outcome {}
    }

    private final Policy policy;
    private final CredentialSearch search;
    private final List<JsonPath> members;

    /** Without values that are allowed. */
    public Redaction(Policy policy, List<RegularExpression> configured, List<JsonPath> members) {
        this(policy, configured, List.of(), members);
    }

    /**
     * @param configured further patterns of credentials; if one has groups, its first group is the credential
     * @param allowed patterns of values that are no credentials, although they look like some
     * @param members values in JSON bodies of requests and responses that are always masked
     * @throws IllegalArgumentException if one of them is counted from the end of an array, which a stream does not know
     */
    public Redaction(
            Policy policy,
            List<RegularExpression> configured,
            List<RegularExpression> allowed,
            List<JsonPath> members) {
        this(policy, new CredentialSearch(configured, allowed, Optional.empty()), members);
    }

    private Redaction(Policy policy, CredentialSearch search, List<JsonPath> members) {
        this.policy = policy;
        this.search = search;
        this.members = List.copyOf(members);
        members.forEach(Redaction::member);
    }

    /**
     * A path whose values can be masked: that path.
     *
     * @throws IllegalArgumentException if the path counts from the end of an array
     */
    public static JsonPath member(JsonPath path) {
        if (path.steps().stream().anyMatch(step -> step instanceof JsonPath.Index index && index.index() < 0)) {
            throw new IllegalArgumentException("it counts from the end of an array, which masks cannot do;"
                    + " count from its start, or name all of them with [*]");
        }
        return path;
    }

    /** The same, for a process in which these credentials are in use. */
    public Redaction knowing(KnownCredentials known) {
        return new Redaction(policy, search.knowing(known), members);
    }

    /** The same, with another policy. */
    public Redaction with(Policy other) {
        return new Redaction(other, search, members);
    }

    /** The credentials that are in use, which it searches for as they are; empty if it does not know any. */
    public Optional<KnownCredentials> known() {
        return search.known();
    }

    /** What masks credentials in all that is said to people, whatever becomes of exchanges. */
    public CredentialMask words() {
        return new CredentialMask(search);
    }

    /**
     * What may be kept of {@code exchange}: without the headers and query members that hold credentials, without the
     * members that are to be masked, and with credentials masked unless they make it refused. The number of chunks does
     * not change.
     * The request is kept without its content codings.
     */
    public Outcome apply(Exchange exchange) {
        return apply(exchange, UnaryOperator.identity());
    }

    /**
     * As {@link #apply(Exchange)}.
     *
     * @param kept what a store keeps of a decoded request; headers that it leaves out may have credentials
     */
    public Outcome apply(Exchange exchange, UnaryOperator<Request> kept) {
        DecodedRequest decoded = DecodedRequest.of(exchange.request());
        if (decoded instanceof DecodedRequest.Unreadable unreadable) {
            return new Outcome.Unreadable("the request body cannot be decoded: " + unreadable.reason());
        }
        Findings findings = new Findings(search);
        Exchange cleaned;
        try {
            findings.inBody(
                    "request body",
                    decoded.request().headers(),
                    decoded.request().body());
            if (!exchange.response().isStream()) {
                findings.inBody(
                        "response",
                        exchange.response().headers(),
                        exchange.response().body());
            }
            if (!search.in(decoded.request().method()).isEmpty()) {
                return new Outcome.Unreadable("its method seems to be a credential");
            }
            cleaned = new Exchange(
                    clean(kept.apply(decoded.request()), findings),
                    clean(exchange.response(), findings),
                    exchange.socket().map(conversation -> clean(conversation, findings)));
        } catch (PatternLimitException unsearched) {
            return new Outcome.Unreadable("it cannot be searched: " + unsearched.getMessage());
        }
        return outcome(cleaned, findings);
    }

    private Outcome outcome(Exchange cleaned, Findings findings) {
        boolean isRefused = policy == Policy.REFUSE && !findings.all().isEmpty();
        if (isRefused) {
            return new Outcome.Refused(findings.all());
        }
        if (!findings.unmaskable().isEmpty()) {
            return new Outcome.Unreadable("it seems to contain a credential ("
                    + findings.unmaskable().get(0)
                    + ") in pieces, or within compressed, base64 or binary content, where it cannot be masked");
        }
        return findings.unreadable()
                .<Outcome>map(Outcome.Unreadable::new)
                .orElseGet(() -> new Outcome.Clean(cleaned, findings.all()));
    }

    /**
     * The request as it would be kept, so that its key can be computed from what is found in a store; under
     * {@link Policy#REFUSE}, credentials stay. Masking it again changes nothing.
     *
     * @throws PatternLimitException if a configured pattern cannot be looked for in it
     */
    public Request mask(Request request) {
        boolean isKeptAsIs = policy == Policy.REFUSE && members.isEmpty();
        return isKeptAsIs ? request : clean(request, Findings.ofMaskedRequest(search));
    }

    private static boolean isForm(Headers headers) {
        return headers.first("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).strip().startsWith("application/x-www-form-urlencoded"))
                .isPresent();
    }

    private Request clean(Request request, Findings findings) {
        Bytes cleaned = request.body();
        if (!LargeBinary.is(cleaned)) {
            SearchableBody body = new SearchableBody(StreamFormat.WHOLE, List.of(cleaned));
            clean(body, "request body", findings);
            cleaned = body.bytes(0);
            if (isForm(request.headers())) {
                SearchableBody form = SearchableBody.ofForm(cleaned);
                clean(form, "request body", findings);
                cleaned = form.bytes(0);
            }
        }
        return new Request(
                request.method(),
                path(request.path(), findings),
                query(request.query(), findings),
                headers(request.headers(), "request header", name -> false, findings),
                cleaned);
    }

    private Response clean(Response response, Findings findings) {
        List<Chunk> chunks = response.chunks();
        Headers headers = headers(response.headers(), "response header", CredentialNames::isChosenByServer, findings);
        if (!response.isStream() && LargeBinary.is(response.body())) {
            return new Response(response.status(), headers, response.format(), chunks, response.ending());
        }
        if (response.large().isPresent()) {
            LargeBody body = new LargeBody(response.format(), response.large().get(), members, policy == Policy.MASK);
            findings.in(body, "response");
            return new Response(response.status(), headers, response.format(), body.chunks(), response.ending());
        }
        SearchableBody body = new SearchableBody(
                response.format(), chunks.stream().map(Chunk::bytes).toList());
        clean(body, "response", findings);
        List<Chunk> cleaned = IntStream.range(0, chunks.size())
                .mapToObj(i -> new Chunk(chunks.get(i).at(), body.bytes(i)))
                .toList();
        Response result = new Response(response.status(), headers, response.format(), cleaned, response.ending());
        if (!result.isStream()) {
            LikelyFormat.of(result.body())
                    .ifPresent(likely -> findings.inPieces(SearchableBody.ofStream(likely, result.body()), "response"));
        }
        return result;
    }

    private SocketConversation clean(SocketConversation conversation, Findings findings) {
        List<SocketMessage> cleaned = new ArrayList<>(conversation.messages());
        for (List<Integer> said : MessageGroups.of(cleaned)) {
            Sender from = cleaned.get(said.get(0)).from();
            SearchableBody body = new SearchableBody(
                    StreamFormat.WHOLE,
                    said.stream().map(index -> cleaned.get(index).bytes()).toList());
            clean(body, from == Sender.CLIENT ? "message of the client" : "message of the upstream", findings);
            for (int i = 0; i < said.size(); i++) {
                SocketMessage message = cleaned.get(said.get(i));
                cleaned.set(said.get(i), new SocketMessage(message.at(), from, message.isBinary(), body.bytes(i)));
            }
        }
        Optional<SocketConversation.Close> close = conversation
                .close()
                .map(end -> new SocketConversation.Close(
                        end.at(), end.from(), end.code(), text(end.reason(), "close", findings)));
        return new SocketConversation(cleaned, close);
    }

    private void clean(SearchableBody documents, String where, Findings findings) {
        if (!members.isEmpty()) {
            documents.maskMembers(members);
        }
        findings.in(documents, where);
        if (policy == Policy.MASK) {
            documents.applyEdits();
        }
    }

    private Headers headers(Headers headers, String where, Predicate<String> exempt, Findings findings) {
        List<Headers.Field> kept = headers.fields().stream()
                .filter(field -> exempt.test(field.name()) || !CredentialNames.isHeader(field.name()))
                .map(field -> new Headers.Field(field.name(), headerText(field, where, findings)))
                .toList();
        return new Headers(kept);
    }

    private String path(String path, Findings findings) {
        String masked =
                text(withoutKnown(path, "path", findings), "path", findings).replace(MASK, ESCAPED_MASK);
        return Arrays.stream(masked.split("/", -1))
                .map(segment -> url(segment, "path", findings))
                .collect(Collectors.joining("/"));
    }

    /** Removes members that are credentials, and searches the values of all others. */
    private String query(String query, Findings findings) {
        if (query.isEmpty()) {
            return query;
        }
        String kept = Arrays.stream(query.split("&", -1))
                .filter(member -> !CredentialNames.isQueryMember(PercentEncoding.decodeForm(name(member))))
                .collect(Collectors.joining("&"));
        return Arrays.stream(withoutKnown(kept, "query", findings).split("&", -1))
                .map(member -> queryMember(member, findings))
                .collect(Collectors.joining("&"));
    }

    private String queryMember(String member, Findings findings) {
        String name = name(member);
        String masked = text(member, "query", findings);
        if (name.length() == member.length() || !masked.equals(member)) {
            return url(masked.replace(MASK, ESCAPED_MASK), "query", findings);
        }
        return url(name, "query", findings) + "=" + url(member.substring(name.length() + 1), "query", findings);
    }

    private static String name(String member) {
        int equals = member.indexOf('=');
        return equals < 0 ? member : member.substring(0, equals);
    }

    /** Masks those that are searched for as they are: they may have characters that divide a URL. */
    private String withoutKnown(String part, String where, Findings findings) {
        List<CredentialSearch.Found> found =
                search.known().map(known -> known.in(part)).orElse(List.of());
        return text(part, where, found, findings).replace(MASK, ESCAPED_MASK);
    }

    /** Searches a part of a URL without decoding it. If escapes hide a credential, the mask replaces the whole part. */
    private String url(String part, String where, Findings findings) {
        String masked = text(part, where, findings);
        if (!masked.equals(part)) {
            return masked.replace(MASK, ESCAPED_MASK);
        }
        String decoded = PercentEncoding.decodeText(part);
        return decoded.equals(part) || text(decoded, where, findings).equals(decoded) ? part : ESCAPED_MASK;
    }

    private String headerText(Headers.Field field, String where, Findings findings) {
        boolean isPolicy = CredentialNames.isBrowserPolicy(field.name());
        String place = where + " '" + field.name() + "'";
        findings.within(field.value(), place);
        return text(
                field.value(),
                place,
                search.in(field.value()).stream()
                        .filter(found -> !isPolicy || !found.kind().equals(NamedValue.NAME))
                        .toList(),
                findings);
    }

    private String text(String text, String where, Findings findings) {
        findings.within(text, where);
        return text(text, where, search.in(text), findings);
    }

    private String text(String text, String where, List<CredentialSearch.Found> credentials, Findings findings) {
        TextEdits edits = new TextEdits();
        for (CredentialSearch.Found found : credentials) {
            findings.add(where, found.kind());
            edits.replace(found.from(), found.to(), MASK);
        }
        return policy == Policy.REFUSE || edits.isEmpty() ? text : edits.applyTo(text);
    }
}

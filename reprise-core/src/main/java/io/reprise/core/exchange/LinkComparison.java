package io.reprise.core.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the links in the headers of two answers to one question differ.
 *
 * @param leadElsewhere whether more differs than ids
 * @param ids of the later answer, decoded, with those of the earlier one; empty if the links lead elsewhere
 */
public record LinkComparison(boolean leadElsewhere, Map<String, String> ids) {
    private static final LinkComparison NONE = new LinkComparison(false, Map.of());

    /** Words of an API, such as {@code assistant} and {@code completions}, have none of these characters. */
    private static final Pattern LIKE_AN_ID = Pattern.compile("(?=\\S*[\\d_-])\\S{6,}");

    public static LinkComparison of(Headers before, Headers now) {
        if (!LinkFields.areIn(before) && !LinkFields.areIn(now)) {
            return NONE;
        }
        List<Reference> earlier = references(before, now);
        List<Reference> later = references(now, before);
        Map<String, String> ids = new LinkedHashMap<>();
        boolean areSame = earlier.size() == later.size();
        for (int i = 0; areSame && i < earlier.size(); i++) {
            areSame = compare(earlier.get(i), later.get(i), ids);
        }
        return areSame ? new LinkComparison(false, ids) : new LinkComparison(true, Map.of());
    }

    /** Those that lead to the upstream, wherever it was, are paths. Old recordings do not say where it was. */
    private static List<Reference> references(Headers headers, Headers other) {
        Optional<String> upstream = headers.first(LinkFields.UPSTREAM)
                .or(() -> other.first(LinkFields.UPSTREAM))
                .map(url -> Reference.of(url).origin());
        List<Reference> all = new ArrayList<>();
        LinkFields.change(headers, text -> {
            Reference link = Reference.of(text);
            boolean isThere = upstream.filter(link.origin()::equalsIgnoreCase).isPresent();
            all.add(isThere ? new Reference("", link.path(), link.query(), link.fragment()) : link);
            return text;
        });
        return all;
    }

    private static boolean compare(Reference before, Reference now, Map<String, String> ids) {
        List<String> earlier = pieces(before);
        List<String> later = pieces(now);
        boolean isSame = before.origin().equals(now.origin())
                && earlier.size() == later.size()
                && before.members().size() == now.members().size();
        for (int i = 0; isSame && i < earlier.size(); i++) {
            String one = earlier.get(i);
            String other = later.get(i);
            int value = one.indexOf('=') + 1;
            isSame = one.equals(other)
                    || other.startsWith(one.substring(0, value))
                            && compare(one.substring(value), other.substring(value), ids);
        }
        return isSame;
    }

    private static List<String> pieces(Reference link) {
        List<String> pieces = new ArrayList<>(link.segments());
        pieces.addAll(link.members());
        return pieces;
    }

    private static boolean compare(String before, String now, Map<String, String> ids) {
        String one = PercentEncoding.decodeText(before);
        String other = PercentEncoding.decodeText(now);
        ids.put(other, one);
        return LIKE_AN_ID.matcher(one).matches() && LIKE_AN_ID.matcher(other).matches();
    }
}

package io.reprise.formats.mitmproxy;

import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Flow files, as {@code mitmdump -w} and mitmweb write them. */
public final class MitmproxyFormat implements DocumentFormat {
    private static final List<String> SUFFIXES = List.of(".mitm", ".flow", ".flows", ".dump", ".mitmproxy");
    private static final Set<String> NAMES = Set.of("flows", "flow", "dump", "outfile", "traffic");

    @Override
    public String name() {
        return "mitmproxy";
    }

    @Override
    public boolean isNamed(String name) {
        return SUFFIXES.stream().anyMatch(name::endsWith) || NAMES.contains(name);
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return Tnetstring.begins(document.bytes()) ? Optional.of(found(document)) : Optional.empty();
    }

    /** In the order in which the requests were made; a file has them in the order in which their responses ended. */
    private static List<Found> found(Document document) {
        List<Flow> flows = new ArrayList<>();
        Optional<Found> broken = Optional.empty();
        Tnetstring values = new Tnetstring(document.bytes());
        while (broken.isEmpty() && !values.isAtEnd()) {
            try {
                flows.add(new Flow(values.next()));
            } catch (DocumentException wrong) {
                broken = Optional.of(
                        new Found.Unreadable(document.origin(flows.size() + 1), String.valueOf(wrong.getMessage())));
            }
        }
        List<Found> found = new ArrayList<>();
        IntStream.range(0, flows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(number -> flows.get(number).begin()))
                .forEach(number -> found.add(flows.get(number).found(document.origin(number + 1), document.test())));
        broken.ifPresent(found::add);
        return found;
    }
}

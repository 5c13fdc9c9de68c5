package io.reprise.junit;

import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What an annotation or a builder says.
 *
 * @param server what a server of its own is needed for, where it differs
 * @param mode empty where nothing is said
 */
record Options(Server server, String mode, List<String> pace, List<String> faults, Strictness strictness) {
    /**
     * The settings of a server.
     *
     * @param recordings empty for the usual place
     */
    record Server(List<String> upstreams, String recordings, List<String> rules) {
        static final Server NONE = new Server(List.of(), "", List.of());

        Server {
            upstreams = List.copyOf(upstreams);
            rules = List.copyOf(rules);
        }

        /** What this says, and what {@code other} says where this says nothing. */
        Server or(Server other) {
            return new Server(
                    upstreams.isEmpty() ? other.upstreams : upstreams,
                    recordings.isEmpty() ? other.recordings : recordings,
                    rules.isEmpty() ? other.rules : rules);
        }
    }

    static final Options NONE = new Options(Server.NONE, "", List.of(), List.of(), Strictness.NONE);

    Options {
        pace = List.copyOf(pace);
        faults = List.copyOf(faults);
    }

    static Options of(RepriseTest annotation) {
        return new Options(
                new Server(List.of(annotation.upstream()), annotation.recordings(), List.of(annotation.rules())),
                annotation.mode(),
                List.of(annotation.pace()),
                List.of(annotation.faults()),
                new Strictness(annotation.failOnUnused(), annotation.failOnUnsaved(), annotation.failOnLive()));
    }

    /** What the annotations of a class and of those around it say; empty if there are none. */
    static Optional<Options> ofClass(Class<?> test) {
        return Framework.withEnclosing(test)
                .flatMap(type -> AnnotationSupport.findAnnotation(type, RepriseTest.class).stream())
                .map(Options::of)
                .reduce(Options::or);
    }

    /** The names that upstreams have here. */
    List<String> upstreamNames() {
        return server.upstreams().stream()
                .filter(text -> text.indexOf('=') > 0 && text.indexOf('=') < text.indexOf("://"))
                .map(text -> text.substring(0, text.indexOf('=')).strip())
                .toList();
    }

    /** The same with other upstreams. */
    Options with(List<String> upstreams) {
        return new Options(new Server(upstreams, server.recordings, server.rules), mode, pace, faults, strictness);
    }

    /** What this says, and what {@code other} says where this says nothing. */
    Options or(Options other) {
        return new Options(
                server.or(other.server),
                mode.isEmpty() ? other.mode : mode,
                pace.isEmpty() ? other.pace : pace,
                faults.isEmpty() ? other.faults : faults,
                strictness.or(other.strictness));
    }
}

package io.reprise.server;

import io.reprise.core.exchange.Headers;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.LinksBack;
import io.reprise.server.upstream.Upstream;
import io.reprise.server.upstream.Upstreams;
import java.util.List;
import java.util.Optional;

/** Has the links in answers lead back to this server, whether they come from an upstream or from a recording. */
final class AnswerLinks {
    private final Upstreams upstreams;
    private final List<LinksBack.Named> named;

    AnswerLinks(Upstreams upstreams) {
        this.upstreams = upstreams;
        this.named = upstreams.named();
    }

    void leadBack(Call call) {
        call.client().changeHeaders(headers -> LinksBack.areIn(headers) ? changed(headers, call) : headers);
    }

    private Headers changed(Headers headers, Call call) {
        Optional<Upstream> asked =
                upstreams.choose(call.overrides().upstream(), call.model()) instanceof Upstreams.Choice.One one
                        ? Optional.of(one.upstream())
                        : Optional.empty();
        LinksBack.Step step = new LinksBack.Step(
                call.client().home(),
                call.asked().routed().prefix(),
                asked.filter(upstream -> call.overrides().upstream().isEmpty() && !isFirst(upstream))
                        .map(upstream -> "/u/" + upstream.name())
                        .orElse(""));
        return LinksBack.forClient(headers, asked.map(Upstream::address), named, step);
    }

    /** The one that is asked if a request says nothing. */
    private boolean isFirst(Upstream upstream) {
        return upstream.name().equals(named.get(0).name());
    }
}
